// The window of ./guide watch in Chromium, as a person has it before them.
//   node window.mjs request.json
// request: { nodeModules, chromium, axe, address, chapter, shots }. Prints one JSON object: what was seen, a value a question of the test.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const request = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const { chromium } = createRequire(path.join(request.nodeModules, 'anchor.js'))('playwright-core')
const seen = { errors: [] }
const original = fs.readFileSync(request.chapter, 'utf8')
const save = text => fs.writeFileSync(request.chapter, text)

const browser = await chromium.launch({ executablePath: request.chromium, args: ['--no-sandbox'] })
try {
  const context = await browser.newContext({ viewport: { width: 1680, height: 950 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('pageerror', error => seen.errors.push(error.message))
  page.on('console', message => message.type() === 'error' && seen.errors.push(message.text()))
  // what would be opened is noted: the question whether a program may be opened would lie over the window
  await context.addInitScript(() => document.addEventListener('click', event => {
    if (event.target.id !== 'open') return
    event.preventDefault()
    window.opened = event.target.href
  }, true))
  await page.goto(request.address)
  const epub = page.frameLocator('#frames-epub iframe:not(.next)')
  const web = page.frameLocator('#frames-web iframe:not(.next)')
  await page.locator('.sheet img').waitFor({ timeout: 60_000 })
  await epub.locator('#sec-count').waitFor()
  await web.locator('#sec-count').waitFor()

  // a save is seen in each view, goes there, and leaves the rest of the document alone
  await epub.locator('#sec-count').evaluate(element => { element.ownerDocument.documentElement.dataset.mine = 'kept' })
  const scrolled = await epub.locator('#tab-limits').evaluate(element => {
    element.scrollIntoView()
    return element.ownerDocument.scrollingElement.scrollTop
  })
  const picture = await page.locator('.sheet img').getAttribute('src')
  let began = Date.now()
  save(original.replace('Limits differ.', 'Limits differ by place.'))
  await epub.getByText('Limits differ by place.').waitFor()
  seen.epub = Date.now() - began
  await web.getByText('Limits differ by place.').waitFor()
  seen.web = Date.now() - began
  await page.locator('.sheet .mark').first().waitFor()
  seen.page = Date.now() - began
  seen.anotherPicture = picture !== await page.locator('.sheet img').getAttribute('src')
  seen.samePlace = scrolled === await epub.locator('body').evaluate(body => body.ownerDocument.scrollingElement.scrollTop)
  seen.sameDocument = await epub.locator('html').getAttribute('data-mine')
  seen.pageOfEdit = await page.locator('#number').inputValue()

  // a mistake stands over the last good edition, and goes when it is mended
  save(original.replace('{term}`neutrophils <anc>`', '{term}`neutrophil cells`'))
  await page.locator('.mistake').first().waitFor()
  seen.mistakes = await page.locator('.mistake').count()
  seen.where = await page.locator('.mistake .at').first().innerText()
  seen.excerpt = await page.locator('.mistake .excerpt').first().innerText()
  seen.announced = await page.locator('#announced').textContent()
  seen.stillThere = await web.getByText('Limits differ by place.').isVisible() && await page.locator('.sheet img').isVisible()
  await axe(page, 'mistakes')
  if (request.shots) await page.screenshot({ path: path.join(request.shots, 'mistakes.png') })
  save(original)
  await page.locator('#mistakes').waitFor({ state: 'hidden' })
  await page.locator('#status.good').waitFor()
  seen.mended = await page.locator('#announced').textContent()

  // a click on a word tells its line, in documents and on the page, and goes there in the other views
  await click(epub, 'lack')
  await page.locator('#place.chosen').waitFor()
  seen.wordOfDocument = await page.locator('#where').innerText()
  await page.waitForFunction(() => document.querySelector('#number').value === '1' && document.querySelector('.sheet .mark'))
  const box = await placed(page.locator('.sheet .mark').first())
  await page.locator('#forget').click()
  await page.mouse.click(box.x + box.width - 4, box.y + box.height / 2)
  await page.locator('#place.chosen').waitFor()
  seen.wordOfPage = await page.locator('#where').innerText()
  await click(web, 'Severe')
  await page.waitForFunction(() => document.querySelector('#where').textContent.includes(':62:'))
  seen.wordOfWeb = await page.locator('#where').innerText()
  seen.opens = await page.evaluate(() => window.opened)

  // the same place everywhere; the table of chapters; keys
  await page.locator('#everywhere-button').click()
  await page.locator('.card .crop .mark').first().waitFor()
  seen.cards = await page.locator('.card').count()
  await axe(page, 'everywhere')
  await page.keyboard.press('Escape')
  await page.keyboard.press('c')
  seen.chapters = await page.locator('#chapter-rows tr').allInnerTexts()
  await axe(page, 'chapters')
  await page.locator('#chapter-rows button', { hasText: 'Keeping calm' }).click()
  await web.locator('#calm').waitFor()
  seen.wentTo = await page.locator('#document-epub').inputValue()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('s')
  await page.locator('.sheet').nth(1).waitFor()
  seen.spread = await page.locator('.sheet').count()

  // dark and narrow
  await page.emulateMedia({ colorScheme: 'dark' })
  await axe(page, 'dark')
  if (request.shots) await page.screenshot({ path: path.join(request.shots, 'dark.png') })
  await page.setViewportSize({ width: 400, height: 800 })
  await page.locator('[data-view="epub"]').click()
  await epub.locator('#calm').waitFor()
  await axe(page, 'narrow')
  seen.across = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
  if (request.shots) await page.screenshot({ path: path.join(request.shots, 'narrow.png') })
  await page.locator('#theme').selectOption('dark')
  await page.locator('#size').selectOption('200')
  await page.waitForFunction(() => {
    const frame = document.querySelector('#frames-epub iframe')
    const style = frame.contentWindow.getComputedStyle(frame.contentDocument.documentElement)
    return style.fontSize === '32px' && style.backgroundColor === 'rgb(0, 0, 0)'
  })
  seen.worn = true
} catch (error) {
  seen.stopped = error.message
} finally {
  save(original)
  await browser.close()
}
console.log(JSON.stringify(seen))

/** Where an element is; one that was put anew meanwhile is asked again. */
async function placed(element) {
  for (;;) {
    await element.waitFor()
    const box = await element.boundingBox()
    if (box) return box
  }
}

/** Click the first place of a word in a document. */
async function click(frame, word) {
  const box = await frame.locator('body').evaluate((body, wanted) => {
    const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(wanted)
      if (at < 0) continue
      walker.currentNode.parentElement.scrollIntoView({ block: 'center' })
      const range = body.ownerDocument.createRange()
      range.setStart(walker.currentNode, at)
      range.setEnd(walker.currentNode, at + wanted.length)
      const { x, y, width, height } = range.getBoundingClientRect(), root = body.ownerDocument.documentElement.getBoundingClientRect()
      return { x: x + width / 2 - root.x, y: y + height / 2 - root.y }
    }
    return null
  }, word)
  await frame.locator('html').click({ position: box, force: true })
}

/** What axe finds in the window as it is. */
async function axe(page, name) {
  await page.evaluate(request.axe)
  const found = await page.evaluate(async () => (await window.axe.run(document, { iframes: false })).violations)
  seen[`axe ${name}`] = found.flatMap(each => each.nodes.map(node => `${each.id}: ${node.target}`))
}
