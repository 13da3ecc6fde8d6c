// What runs over the edge, what is hard to see or to touch, and what is not seen at all, in the documents of an EPUB as Chromium lays them out.
//   node fit.mjs request.json
// request: { documents: [path], nodeModules, chromium, width, height, usual, spaced: {name, css, width}, views: [{name, css, forced}] }:
// forced, to system colours; `usual` is the css of a reader's usual size of text, `spaced` of one who sets it wider apart
// Prints one JSON object: { over: [{document, view, what, by}], unseen: [{document, view, what}],
//   colours: [{document, view, what, ink, ground}], tight: [{document, view, what}], texts }.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const request = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const { chromium } = createRequire(path.join(request.nodeModules, 'anchor.js'))('playwright-core')

// Runs in the page. Colours are [red, green, blue, alpha]; what is half transparent is laid on what is behind it.
function look() {
  const root = document.documentElement
  const style = node => getComputedStyle(node)
  const colour = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return [r, g, b, a] }
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1]
  const opacity = node => (node ? Number(style(node).opacity) * opacity(node.parentElement) : 1)
  const ground = node => {
    const own = node ? colour(style(node).backgroundColor) : [255, 255, 255, 1]
    return own[3] < 1 ? over(own, ground(node.parentElement)) : own
  }
  const seen = (node, text) => {
    const behind = ground(node)
    const [r, g, b, a] = colour(text)
    return [over([r, g, b, a * opacity(node)], behind), behind].map(part => part.slice(0, 3).map(Math.round))
  }
  const name = node => {
    const home = node.closest('[id]')
    return `${node.tagName.toLowerCase()}${node.getAttribute('class') ? '.' + node.getAttribute('class') : ''}${home ? ' in ' + home.id : ''}`
  }
  const frame = document.body.getBoundingClientRect()
  const beyond = box => Math.max(box.right - frame.right - 1, frame.left - box.left - 1)
  // A text is shown if something of it is drawn, as large as a letter, uncut and the right way round.
  const plain = node => {
    if (node.ownerSVGElement) return plain(node.ownerSVGElement) // what a drawing moves stays in it
    const { clip, clipPath, transform, direction, filter, maskImage } = style(node)
    const flat = clip === 'auto' && transform === 'none' && (direction === 'ltr' || root.dir === 'rtl')
    return flat && [clipPath, filter, maskImage].every(value => !value || value === 'none') && (!node.parentElement || plain(node.parentElement))
  }
  const meets = (one, other) => one.right > other.left && one.left < other.right && one.bottom > other.top && one.top < other.bottom
  const cut = (node, box) => node && node !== document.body && ((style(node).overflow !== 'visible' && !meets(node.getBoundingClientRect(), box)) || cut(node.parentElement, box))
  const shown = (node, boxes) => boxes.some(box => box.width > 1 && box.height > 4 && !cut(node, box)) &&
    node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && plain(node)
  // A formula, which no engine breaks into lines, may be scrolled; what annotates it is not its text.
  const scrolled = node => node.closest('math') && ['auto', 'scroll'].includes(style(node.closest('.equation') || node).overflowX)
  const furniture = node => node.closest('nav[hidden], svg title, annotation')
  // The head of a column need not be shown where each cell says its own (rule “linear-table”).
  const said = node => {
    const head = node.closest('.linear thead th')
    return head && [...head.closest('table').querySelectorAll('tbody [data-label]')]
      .every(cell => getComputedStyle(cell, '::before').content.includes(cell.dataset.label))
  }
  const result = { over: [], unseen: [], colours: [], texts: 0 }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    const range = document.createRange()
    range.selectNodeContents(text)
    const boxes = [...range.getClientRects()]
    // Of a line of code, the spaces at its end may hang over the edge.
    const words = () => [...text.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      return [...range.getClientRects()]
    })
    if (!text.data.trim() || furniture(text.parentElement)) continue
    result.texts += 1
    const what = `${name(text.parentElement)}: ${text.data.trim().slice(0, 40)}`
    if (!shown(text.parentElement, boxes) && !scrolled(text.parentElement)) {
      if (!said(text.parentElement)) result.unseen.push([what])
      continue
    }
    const by = Math.max(...boxes.map(beyond)) > 0 ? Math.max(...words().map(beyond)) : 0
    if (by > 0 && !scrolled(text.parentElement)) result.over.push([what, by, Boolean(text.parentElement.ownerSVGElement)])
    // In a drawing white words stand on its own dark shapes; all others on the page, or on a tint of it.
    const ink = text.parentElement.ownerSVGElement ? style(text.parentElement).fill : style(text.parentElement).color
    if (!(text.parentElement.ownerSVGElement && ink === 'rgb(255, 255, 255)')) result.colours.push([what, ...seen(text.parentElement, ink)])
  }
  for (const image of document.querySelectorAll('img, svg.drawing')) {
    const box = image.getBoundingClientRect()
    if (!shown(image, [box])) result.unseen.push([name(image)])
    const by = Math.max(beyond(box), box.height - root.clientHeight)
    if (by > 0) result.over.push([name(image), by])
  }
  for (const node of document.body.querySelectorAll('*')) {
    for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
      if (parseFloat(style(node)[`border${side}Width`]) > 0) {
        // A border stands on what is around its box.
        const [ink] = seen(node, style(node)[`border${side}Color`])
        result.colours.push([`the border of ${name(node)}`, ink, ground(node.parentElement).slice(0, 3).map(Math.round)])
      }
    }
  }
  // Of all that has the same colours, the first speaks for the rest.
  const kinds = new Map()
  for (const found of result.colours) {
    const key = JSON.stringify(found.slice(1))
    if (!kinds.has(key)) kinds.set(key, found)
  }
  result.colours = [...kinds.values()]
  return result
}

// Runs in the page. A target is 24 pixels wide and high, or a circle of that size around its middle meets no other and no circle of
// a smaller one (WCAG 2.2, 2.5.8). In a sentence it may be smaller; in what is made to be gone through link by link it may not.
function tight() {
  const SIZE = 24
  const LISTS = 'nav, [role=doc-toc], [role=doc-index], [role=doc-bibliography], .key-terms, .entry-facts, .tested, .backlinks'
  const block = node => (getComputedStyle(node).display === 'inline' ? block(node.parentElement) : node)
  const letters = text => text.replace(/[^\p{L}\p{N}]/gu, '').length
  const inSentence = link => {
    const around = block(link.parentElement)
    return !link.closest(LISTS) && letters(around.textContent) > [...around.querySelectorAll('a[href]')].reduce((sum, each) => sum + letters(each.textContent), 0)
  }
  const large = box => box.width >= SIZE && box.height >= SIZE
  const middle = box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const apart = ([x, y], box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom))
  const links = [...document.querySelectorAll('a[href]')].filter(link => link.checkVisibility())
    .map(link => ({ link, boxes: [...link.getClientRects()].sort((one, other) => other.width - one.width) })).filter(({ boxes }) => boxes.length)
  const meets = (one, other) => other.boxes.some(box => apart(middle(one.boxes[0]), box) < SIZE / 2 ||
    (!large(box) && Math.hypot(...middle(one.boxes[0]).map((at, axis) => at - middle(box)[axis])) < SIZE))
  const small = links.filter(({ link, boxes }) => !boxes.some(large) && !inSentence(link))
  return small.filter(one => links.some(other => other !== one && meets(one, other)))
    .map(({ link, boxes: [box] }) => `the link “${link.textContent.trim().slice(0, 40)}” in ${(link.closest('[id]') ?? document.body).id} is ${Math.round(box.width)} × ${Math.round(box.height)} pixels large, and another is near`)
}

const result = { over: [], unseen: [], colours: [], tight: [], texts: 0 }
const browser = await chromium.launch({ executablePath: request.chromium, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: request.width, height: request.height } })
  for (const file of request.documents) {
    const document = path.basename(file)
    await page.goto(pathToFileURL(file).href)
    await page.evaluate(() => {
      globalThis.forced = globalThis.document.createElementNS('http://www.w3.org/1999/xhtml', 'style')
      globalThis.document.head.append(globalThis.forced)
    })
    await page.evaluate(async css => {
      globalThis.forced.textContent = css
      await globalThis.document.fonts.ready
    }, request.usual)
    for (const what of await page.evaluate(tight)) result.tight.push({ document, view: 'usual size', what })
    await page.setViewportSize({ width: request.spaced.width, height: request.height })
    await page.evaluate(css => { globalThis.forced.textContent = css }, request.spaced.css)
    // The words of a drawing stand where its shapes are, and cannot move apart: its description says all of it.
    for (const [what, by] of (await page.evaluate(look)).over.filter(([,, drawn]) => !drawn)) {
      result.over.push({ document, view: request.spaced.name, what, by: Math.ceil(by) })
    }
    await page.setViewportSize({ width: request.width, height: request.height })
    for (const view of request.views) {
      await page.emulateMedia({ forcedColors: view.forced ? 'active' : 'none', colorScheme: view.forced ? 'dark' : 'light' })
      await page.evaluate(async css => {
        globalThis.forced.textContent = css
        await globalThis.document.fonts.ready
      }, view.css)
      const seen = await page.evaluate(look)
      if (view === request.views[0]) { // colours move nothing: what runs over the edge in one view does in all
        result.texts += seen.texts
        for (const [what] of seen.unseen) result.unseen.push({ document, view: view.name, what })
        for (const [what, by] of seen.over) result.over.push({ document, view: view.name, what, by: Math.ceil(by) })
      }
      for (const [what, ink, ground] of seen.colours) result.colours.push({ document, view: view.name, what, ink, ground })
    }
  }
} finally {
  await browser.close()
}
console.log(JSON.stringify(result))
