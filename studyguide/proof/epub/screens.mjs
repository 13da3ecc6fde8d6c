// Screens of an EPUB as foliate-js (Foliate's engine) paginates it in Chromium.
//   node screens.mjs request.json
// request: { book, out, nodeModules, chromium, fonts, views: [{name, width, height, css}], places: [{name, href, pages}] }
// Writes out/<view>-<place>-<nn>.png and prints one JSON object: { screens, overflow, errors, contents }.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'

const request = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const { chromium } = createRequire(path.join(request.nodeModules, 'anchor.js'))('playwright-core')
const engine = path.join(request.nodeModules, 'foliate-js')
const types = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf', '.json': 'application/json', '.epub': 'application/epub+zip' }

const shell = `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;height:100%}foliate-view{display:block;width:100vw;height:100vh}</style>
<body><script type="module">
import '/view.js'
const view = document.createElement('foliate-view')
document.body.append(view)
window.openBook = async css => {
  const blob = await (await fetch('/book.epub')).blob()
  await view.open(new File([blob], 'book.epub'))
  view.renderer.setAttribute('flow', 'paginated')
  view.renderer.setAttribute('margin', '28px')
  view.renderer.setAttribute('gap', '6%')
  view.renderer.setAttribute('max-column-count', '1')
  view.renderer.setStyles?.(css)
  view.addEventListener('relocate', event => { window.place = JSON.stringify([event.detail.fraction, event.detail.section?.current]) })
  await view.init({ showTextStart: true })
  return { toc: view.book.toc?.length ?? 0, landmarks: view.book.landmarks?.length ?? 0, pages: view.book.pageList?.length ?? 0 }
}
const settled = async () => {
  for (const { doc } of view.renderer.getContents()) {
    await doc.fonts.ready
    await Promise.all([...doc.images].map(image => image.decode().catch(() => {})))
  }
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
}
window.show = async href => { await view.goTo(href); await settled(); return window.place }
window.turn = async () => { await view.renderer.next(); await settled(); return window.place }
// Anything wider than the column is cut off or runs into the next page: name it.
window.overflow = () => view.renderer.getContents().flatMap(({ doc }) => {
  const column = parseFloat(doc.defaultView.getComputedStyle(doc.documentElement).columnWidth) || doc.documentElement.clientWidth
  const label = node => node.tagName.toLowerCase() + (node.className ? '.' + node.className : '') + ': ' + node.textContent.trim().slice(0, 40)
  return [...doc.body.querySelectorAll('table, img, p, li, dd, dt, h1, h2, h3, td, th, figcaption')]
    .filter(node => [...node.getClientRects()].some(box => box.width > column + 1)).map(label)
})
window.ready = true
</script>`

const server = http.createServer((query, answer) => {
  const { pathname } = new URL(query.url, 'http://localhost')
  if (pathname === '/') {
    answer.setHeader('content-type', 'text/html')
    return answer.end(shell)
  }
  if (pathname === '/favicon.ico') return answer.writeHead(204).end()
  const file = pathname === '/book.epub' ? request.book
    : pathname.startsWith('/fonts/') ? path.join(request.fonts, path.basename(pathname))
    : path.join(engine, path.normalize(pathname))
  answer.setHeader('access-control-allow-origin', '*') // the book's frames have an origin of their own
  fs.readFile(file, (error, data) => {
    if (error) answer.statusCode = 404
    else answer.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
    answer.end(data)
  })
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const address = `http://127.0.0.1:${server.address().port}/`

const result = { screens: [], overflow: [], errors: [], contents: {} }
const browser = await chromium.launch({ executablePath: request.chromium, args: ['--no-sandbox'] })
try {
  for (const view of request.views) {
    const page = await browser.newPage({ viewport: { width: view.width, height: view.height } })
    page.on('pageerror', error => result.errors.push(error.message))
    page.on('console', message => message.type() === 'error' && result.errors.push(message.text()))
    page.on('requestfailed', failed => {
      if (failed.failure()?.errorText !== 'net::ERR_ABORTED') result.errors.push('not loaded: ' + failed.url()) // aborted: its page was turned
    })
    await page.goto(address)
    await page.waitForFunction('window.ready')
    result.contents = await page.evaluate(css => window.openBook(css), view.css.replaceAll('{fonts}', address + 'fonts'))
    for (const place of request.places) {
      let before = null
      let now = await page.evaluate(href => window.show(href), place.href)
      for (let number = 1; number <= place.pages && now !== before; number += 1) {
        const name = `${view.name}-${place.name}-${String(number).padStart(2, '0')}.png`
        await page.screenshot({ path: path.join(request.out, name) })
        result.screens.push(name)
        for (const item of await page.evaluate(() => window.overflow())) result.overflow.push(`${view.name}: ${item}`)
        before = now
        now = await page.evaluate(() => window.turn())
      }
    }
    await page.close()
  }
} finally {
  await browser.close()
  server.close()
}
result.overflow = [...new Set(result.overflow)]
console.log(JSON.stringify(result))
