// The window of ./guide watch. The server tells a state; three views show it; a place in the sources ties them together.
// Words are known by the letters before and behind them, as the server knows them: see studyguide/publish/positions.py.

const $ = id => document.getElementById(id)
const root = document.documentElement.dataset.root
const editor = document.documentElement.dataset.editor
const VIEWS = ['page', 'epub', 'web']
const narrow = matchMedia('(max-width: 760px)')

// ---------------------------------------------------------------- what a person wishes, kept by the browser

const kept = JSON.parse(localStorage.getItem('watch') ?? '{}')
const wish = {
  views: innerWidth > 1500 ? VIEWS : innerWidth > 900 ? ['page', 'epub'] : ['page'],
  rendition: $('rendition').value, pages: {}, spread: false, zoom: 'fit', device: '360x640', theme: 'light', size: '100',
  epub: '', web: '', follow: true, letters: true, ...kept,
}
const keep = () => localStorage.setItem('watch', JSON.stringify(wish))

let state = null
let chosen = null

// ---------------------------------------------------------------- small things

async function ask(address) {
  const answer = await fetch(address)
  return answer.ok ? answer.json() : null
}

function query(facts) {
  const pairs = Object.entries(facts).flatMap(([name, value]) => [value].flat().map(each => [name, each]))
  return new URLSearchParams(pairs).toString()
}

function make(name, facts = {}, ...children) {
  const made = Object.assign(document.createElement(name), facts)
  made.append(...children)
  return made
}

const spot = place => place.line ? `${place.path}:${place.line}${place.column ? `:${place.column}` : ''}` : place.path

function put(element, facts) {
  for (const [name, value] of Object.entries(facts)) element.style[name] = value
}

const pressed = (button, value) => button.setAttribute('aria-pressed', String(value))
const many = (count, word) => `${count.toLocaleString('en-GB')} ${word}${count === 1 ? '' : 's'}`

// ---------------------------------------------------------------- letters: how a word is found again

const LETTER = /[\p{L}\p{N}]/u

function letters(text) {
  return [...text.normalize('NFKD').toLowerCase()].filter(each => LETTER.test(each)).join('')
}

/** Every letter of the text below an element, with the text node and the offset that it comes from. */
function lettersOf(element) {
  const found = { text: '', nodes: [], offsets: [] }
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const parts = []
  while (walker.nextNode()) {
    const node = walker.currentNode
    for (let at = 0; at < node.data.length; at++) {
      for (const letter of letters(node.data[at])) {
        parts.push(letter)
        found.nodes.push(node)
        found.offsets.push(at)
      }
    }
  }
  found.text = parts.join('')
  return found
}

/** The range of a passage in a document, from its place on; null where the document does not show it. */
function rangeOf(doc, passage) {
  const all = lettersOf(doc.body)
  for (const count of [48, 32, 20, 12, 7]) {
    for (const [before, after] of [[passage.before.slice(-count), passage.after.slice(0, count)], ['', passage.after.slice(0, count)]]) {
      if ((before + after).length < Math.min(count, 7)) continue
      const at = all.text.indexOf(before + after)
      if (at >= 0) return rangeAt(doc, all, at + before.length, Math.max(after.length, 1))
    }
  }
  return null
}

function rangeAt(doc, all, first, count) {
  const start = Math.min(first, all.text.length - 1)
  const last = Math.min(first + count, all.text.length) - 1
  if (start < 0 || last < start) return null
  const range = doc.createRange()
  range.setStart(all.nodes[start], all.offsets[start])
  range.setEnd(all.nodes[last], all.offsets[last] + 1)
  return range
}

/** The ids around a node, the innermost first. */
function idsAround(node) {
  const ids = []
  for (let each = node; each; each = each.parentElement ?? each.parentNode) if (each.id) ids.push(each.id)
  return ids
}

// ---------------------------------------------------------------- the pages of the file

const pages = {
  shown: '',

  facts: () => state?.renditions[wish.rendition],
  count() { return this.facts()?.labels?.length ?? 0 },
  number() { return Math.min(Math.max(wish.pages[wish.rendition] ?? 0, 0), Math.max(this.count() - 1, 0)) },

  /** The pages that are looked at: one, or the two of an opened book, of which the first stands alone. */
  numbers() {
    const number = this.number()
    if (!wish.spread || !this.count()) return [number]
    const left = number % 2 ? number : number - 1
    return [left, left + 1].filter(each => each >= 0 && each < this.count())
  },

  turn(step) {
    const numbers = this.numbers()
    this.go(step > 0 ? numbers.at(-1) + 1 : numbers[0] - 1)
  },

  go(number) {
    wish.pages[wish.rendition] = Math.min(Math.max(number, 0), Math.max(this.count() - 1, 0))
    this.marks = []
    keep()
    $('stage-page').scrollTo(0, 0)
    return this.show()
  },

  /** Pixels in a point. */
  scale(facts, numbers) {
    const stage = $('stage-page')
    const width = (stage.clientWidth - 40) / (facts.width * numbers.length)
    const height = (stage.clientHeight - 40) / facts.height
    if (wish.zoom === 'fit') return Math.max(Math.min(width, height), 0.2)
    return wish.zoom === 'width' ? Math.max(width, 0.2) : Number(wish.zoom) / 100 * 96 / 72
  },

  async show() {
    const facts = this.facts()
    if (!facts || !wish.views.includes('page')) return
    if (!facts.made) return this.wait()
    const numbers = this.numbers()
    const scale = this.scale(facts, numbers)
    this.tools(facts, numbers)
    const dense = Math.ceil(scale * Math.min(devicePixelRatio, 2) * 5) / 5
    const addresses = numbers.map(number => `/page/${wish.rendition}/${number}?${query({ scale: dense.toFixed(1), made: this.version(number) })}`)
    const wanted = this.wanted = addresses.join(' ')
    if (wanted !== this.shown) {
      const images = await Promise.all(addresses.map((address, at) => picture(address, `Page ${facts.labels[numbers[at]]}`)))
      if (wanted !== this.wanted || images.includes(null)) return
      this.swap(images, numbers)
      this.shown = wanted
    }
    this.fit(facts, scale)
    this.mark()
    this.ahead(facts, numbers, dense)
  },

  /** What a picture is made from: all pages, or the one that was edited, which is there before them. */
  version(number) {
    const { made } = this.facts(), glimpse = state.glimpse
    const newer = glimpse && glimpse.rendition === wish.rendition && glimpse.page === number && glimpse.number > made
    return newer ? `edit-${glimpse.number}` : made
  },

  /** The page that was edited can be seen: go there, or stay. */
  glimpse(old) {
    const glimpse = state.glimpse
    if (!glimpse || glimpse.number === old?.glimpse?.number || glimpse.rendition !== wish.rendition || !this.facts().made) return
    if (wish.follow && !this.numbers().includes(glimpse.page)) this.go(glimpse.page)
  },

  /** New pictures in the place of the old ones, at once: they are decoded already. */
  swap(images, numbers) {
    const sheets = [...$('sheets').children]
    images.forEach((image, at) => {
      const sheet = sheets[at] ?? $('sheets').appendChild(make('div', { className: 'sheet' }))
      sheet.dataset.page = numbers[at]
      const old = sheet.querySelector('img')
      if (old) old.replaceWith(image)
      else sheet.prepend(image)
    })
    sheets.slice(images.length).forEach(sheet => sheet.remove())
    $('wait-page').hidden = true
    $('sheets').hidden = false
  },

  fit(facts, scale) {
    for (const sheet of $('sheets').children) put(sheet, { width: `${facts.width * scale}px`, height: `${facts.height * scale}px` })
    $('sheets').classList.toggle('old', !facts.fresh && !state.faulty)
  },

  /** The next pages, so that they are there when they are turned to. */
  ahead(facts, numbers, dense) {
    clearTimeout(this.later)
    this.later = setTimeout(() => {
      const next = numbers.at(-1) + 1
      if (next < this.count()) new Image().src = `/page/${wish.rendition}/${next}?${query({ scale: dense.toFixed(1), made: facts.made })}`
    }, 700)
  },

  wait() {
    if (this.asked !== wish.rendition) fetch(`/page/${wish.rendition}/0`)
    this.asked = wish.rendition
    this.shown = this.wanted = ''
    $('sheets').replaceChildren()
    $('wait-page').hidden = false
    $('wait-page').textContent = state.faulty
      ? 'There are no pages yet: the mistakes come first.'
      : 'These pages are being made for the first time. If nothing was built before, this takes a minute.'
    $('count').textContent = ''
  },

  tools(facts, numbers) {
    $('number').value = numbers.map(number => facts.labels[number]).join('–')
    $('count').textContent = `of ${this.count()}`
    $('back').disabled = numbers[0] === 0
    $('on').disabled = numbers.at(-1) === this.count() - 1
    $('rendition').value = wish.rendition
    $('zoom').value = wish.zoom
    pressed($('spread'), wish.spread)
  },

  /** The state has changed: keep the place in its unit, whatever pages there are now before it. */
  update(old) {
    for (const [name, facts] of Object.entries(state.renditions)) {
      const before = old?.renditions[name]
      if (facts.made && before?.made && facts.made !== before.made && name in wish.pages) {
        const unit = Object.keys(before.units).find(each => {
          const [first, count] = before.units[each]
          return wish.pages[name] >= first && wish.pages[name] < first + count
        })
        if (facts.units[unit]) wish.pages[name] = facts.units[unit][0] + Math.min(wish.pages[name] - before.units[unit][0], facts.units[unit][1] - 1)
      }
    }
    return this.show()
  },

  marks: [],

  mark() {
    for (const old of $('sheets').querySelectorAll('.mark')) old.remove()
    for (const sheet of $('sheets').children) {
      for (const area of this.marks.filter(each => each.page === Number(sheet.dataset.page))) sheet.append(marked(area))
    }
  },

  /** Go to a place of the sources, if it is not in sight already. */
  async find(place, kind = '') {
    const name = wish.rendition
    if (!wish.views.includes('page') || !this.facts()?.made || !place.line) return
    const asked = { path: place.path, line: place.line, column: place.column || 1, near: this.numbers()[0] }
    const areas = await ask(`/areas/${name}?${query(asked)}`)
    if (!areas?.length || name !== wish.rendition) return
    if (!this.numbers().includes(areas[0].page)) await this.go(areas[0].page)
    this.marks = inLines(areas).map(area => ({ ...area, kind }))
    this.mark()
    reveal($('stage-page'), $('sheets').querySelector('.mark'))
  },

  async click(event) {
    const sheet = event.target.closest('.sheet')
    if (!sheet) return
    const box = sheet.getBoundingClientRect()
    const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
    const place = await ask(`/word/page/${wish.rendition}/${sheet.dataset.page}?${query(at)}`)
    if (place) choose(place, 'page')
    else $('announced').textContent = 'Nothing is written there'
  },
}

async function picture(address, alt) {
  const image = make('img', { alt, draggable: false })
  image.src = address
  return image.decode().then(() => image, () => null)
}

/** The areas of words, those that follow each other in a line in one. */
function inLines(areas) {
  const lines = []
  for (const area of areas) {
    const last = lines.at(-1)
    const near = last && last.page === area.page && Math.abs(last.top + last.height - area.top - area.height) < area.height / 2
    const gap = last ? area.left - last.left - last.width : 0
    if (near && gap > -0.01 && gap < 0.05) {
      const bottom = Math.max(last.top + last.height, area.top + area.height)
      last.top = Math.min(last.top, area.top)
      last.height = bottom - last.top
      last.width = area.left + area.width - last.left
    } else lines.push({ ...area })
  }
  return lines
}

function marked(area) {
  const mark = make('div', { className: `mark ${area.kind ?? ''}` })
  const share = value => `${value * 100}%`
  put(mark, { left: share(area.left), top: share(area.top), width: share(area.width), height: share(area.height) })
  return mark
}

/** Scroll a box so that something in it is in sight; what is in sight stays where it is. */
function reveal(box, element) {
  if (!element) return
  const outer = box.getBoundingClientRect(), inner = element.getBoundingClientRect()
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3
  if (inner.left < outer.left || inner.right > outer.right) box.scrollLeft += inner.left - outer.left - outer.width / 3
}

// ---------------------------------------------------------------- documents: those of the e-book, and web pages

class Reader {
  constructor(view) {
    this.view = view
    this.frames = $(`frames-${view}`)
    this.select = $(`document-${view}`)
    this.select.addEventListener('change', () => this.open(this.select.value))
    this.versions = {}
    this.number = 0
  }

  get seen() { return wish.views.includes(this.view) }
  get doc() { return this.frame?.contentDocument }

  address(name) { return `/${this.view}/${name}` }

  update(old) {
    if (!state.number) return
    const names = state.documents.map(each => each.names[this.view]).join()
    if (names !== this.names) this.list(names)
    const known = state.documents.some(each => each.names[this.view] === wish[this.view])
    if (!known) wish[this.view] = this.first()
    this.select.value = wish[this.view]
    if (!this.seen) return
    if (this.shown !== wish[this.view]) return this.open(wish[this.view])
    if (this.number !== state.number || (this.waits && state.numbered !== old?.numbered)) return this.refresh()
  }

  /** The first numbered chapter, or else the first document. */
  first() {
    const unit = state.chapters.find(each => each.number)?.unit
    return (state.documents.find(each => each.unit === unit) ?? state.documents[0]).names[this.view]
  }

  list(names) {
    this.names = names
    this.select.replaceChildren(...state.documents.map(each => make('option', { value: each.names[this.view], textContent: each.title })))
  }

  /** Show another document: it is loaded out of sight, and then takes the place of the one before. */
  async open(name, hash = '') {
    wish[this.view] = this.select.value = name
    keep()
    if (this.opening === name) return
    if (this.shown === name && this.doc) return hash ? this.jump(hash) : undefined
    const frame = make('iframe', { title: `${$(`${this.view}-title`).textContent}: ${this.title(name)}`, className: 'next' })
    frame.setAttribute('sandbox', 'allow-same-origin allow-scripts') // none runs, by the policy; but WebKit passes on no event without it
    const loaded = new Promise(done => frame.addEventListener('load', done, { once: true }))
    frame.src = this.address(name)
    this.coming?.remove()
    this.coming = frame
    this.opening = name
    this.frames.append(frame)
    fitDevice()
    await loaded
    if (this.coming !== frame) return
    await this.prepare(frame)
    if (this.coming !== frame) return
    this.coming = null
    this.opening = ''
    this.frame?.remove()
    this.frame = frame
    this.css = '' // not known: it is looked at when something but text was changed
    this.shown = name
    this.number = state.number
    frame.classList.remove('next')
    if (hash) this.jump(hash)
  }

  title(name) { return state.documents.find(each => each.names[this.view] === name)?.title ?? name }

  async prepare(frame) {
    const doc = frame.contentDocument
    doc.addEventListener('click', event => this.click(event))
    doc.addEventListener('keydown', keys)
    this.dress(frame)
    await doc.fonts?.ready
  }

  /** What a reading system forces on a book: its size of text, and its colours. */
  dress(frame = this.frame) {
    if (!frame?.contentDocument) return
    const sheet = new frame.contentWindow.CSSStyleSheet()
    sheet.replaceSync(worn(this.view))
    frame.contentDocument.adoptedStyleSheets = [sheet]
  }

  /** The same document as it is now: only what is different is replaced, so that nothing flashes and nothing moves. */
  async refresh() {
    const name = this.shown, before = this.number, number = this.number = state.number
    const textOnly = state.changed?.path.endsWith('.md') && number === before + 1
    const answer = await fetch(this.address(name))
    this.waits = !answer.ok || name.startsWith('index.') // it prints page numbers
    if (!answer.ok) return answer.status === 404 ? this.open(state.documents[0].names[this.view]) : undefined
    const fresh = new DOMParser().parseFromString(await answer.text(), 'application/xhtml+xml')
    if (fresh.querySelector('parsererror') || this.shown !== name || number !== this.number) return
    if (!textOnly) await Promise.all([this.sheet(), this.pictures(fresh)])
    this.versioned(fresh)
    const hold = this.hold()
    const touched = morph(this.doc.body, fresh.body)
    hold()
    return touched
  }

  /** What keeps the line at the top of the view where it is. */
  hold() {
    const doc = this.doc, scroller = doc.scrollingElement
    const element = doc.elementFromPoint(scroller.clientWidth / 2, 12)
    const top = element?.getBoundingClientRect().top
    const was = scroller.scrollTop
    return () => {
      if (!was) return
      if (element?.isConnected) scroller.scrollTop += element.getBoundingClientRect().top - top
      else scroller.scrollTop = was
    }
  }

  async sheetText(doc) {
    const link = doc.querySelector('link[rel="stylesheet"]')
    return link ? (await fetch(link.href)).text() : ''
  }

  /** Another style sheet stands beside the old one until it is loaded. */
  async sheet() {
    const old = this.doc.querySelector('link[rel="stylesheet"]')
    const text = await this.sheetText(this.doc)
    if (!old || text === this.css) return
    this.css = text
    const fresh = this.doc.importNode(old, false)
    fresh.href = `${old.getAttribute('href').split('?')[0]}?${state.number}`
    const loaded = new Promise(done => fresh.addEventListener('load', done, { once: true }))
    old.after(fresh)
    await loaded
    old.remove()
  }

  /** Drawings that have changed are loaded before they are shown. */
  async pictures(fresh) {
    await Promise.all([...fresh.images].map(async image => {
      const source = image.getAttribute('src')
      this.versions[source] = state.number
      await picture(new URL(`${source}?${state.number}`, this.doc.baseURI).href, '')
    }))
  }

  versioned(fresh) {
    for (const image of fresh.images) {
      const source = image.getAttribute('src')
      if (this.versions[source]) image.setAttribute('src', `${source}?${this.versions[source]}`)
    }
  }

  jump(hash) {
    this.doc?.getElementById(decodeURIComponent(hash))?.scrollIntoView()
  }

  /** Go to a place of the sources, if it is not in sight already. */
  async find(place, kind = 'place') {
    const passage = await this.passage(place)
    if (!passage) return
    if (passage.document !== this.shown) await this.open(passage.document)
    this.go(passage, kind)
  }

  /** The document and the letters that show a place of the sources. */
  async passage(place) {
    if (!this.seen || !place.line || !state.number) return null
    return ask(`/passage/${this.view}?${query({ path: place.path, line: place.line, column: place.column || 1 })}`)
  }

  go(passage, kind) {
    const range = this.doc && rangeOf(this.doc, passage)
    if (!range) return
    this.paint(kind, range)
    this.reveal(range)
  }

  /** Show the guide as it is now, and what was edited: in another document, if it stands there. */
  async renew(old, edited) {
    const passage = edited && wish.follow ? await this.passage(edited) : null
    if (passage) wish[this.view] = passage.document
    await this.update(old)
    if (passage) this.go(passage, 'place')
  }

  reveal(range) {
    const box = range.getBoundingClientRect(), scroller = this.doc.scrollingElement
    if (box.top < 0 || box.bottom > scroller.clientHeight) scroller.scrollTop += box.top - scroller.clientHeight / 3
  }

  /** Colour a range without touching the document (CSS Custom Highlight API). */
  paint(kind, range) {
    const { CSS, Highlight } = this.frame.contentWindow
    if (!Highlight) return
    CSS.highlights.set(kind, new Highlight(sentence(range)))
  }

  clear(kind) { this.frame?.contentWindow?.CSS?.highlights?.delete(kind) }

  async click(event) {
    const link = event.target.closest?.('a[href]')
    event.preventDefault()
    if (link && (event.ctrlKey || event.metaKey)) return this.follow(link)
    const at = caret(this.doc, event)
    const ids = idsAround(event.target)
    const [before, after] = at ? around(this.doc, at) : ['', '']
    const place = await ask(`/word/${this.view}?${query({ id: ids, before, after })}`)
    if (place) {
      if (at) this.paint('place', wordAt(this.doc, at))
      choose(place, this.view)
    }
  }

  follow(link) {
    const target = new URL(link.href)
    if (target.origin !== location.origin) return window.open(link.href, '_blank', 'noopener')
    const name = target.pathname.slice(this.address('').length)
    return this.open(decodeURIComponent(name), target.hash.slice(1))
  }
}

const GROUNDS = { sepia: ['#fbf0d9', '#3a2e1e'], dark: ['#000000', '#e0e0e0'] }
const MARKS = `::highlight(place) { background: rgb(255 196 0 / 0.45) } ::highlight(fault) { text-decoration: wavy underline #c5221f }`

function worn(view) {
  if (view === 'web') return MARKS
  const rules = `${MARKS} html { font-size: ${wish.size}%; padding: 1.2em; box-sizing: border-box; overflow-wrap: break-word }`
  if (!(wish.theme in GROUNDS)) return `${rules} html { background: #ffffff; color: #000000 }`
  const [ground, ink] = GROUNDS[wish.theme]
  const forced = 'background-color: transparent !important; color: inherit !important; border-color: currentColor !important'
  return `${rules} html { background: ${ground}; color: ${ink} } body, body * { ${forced} }`
}

/** Where in the text a person clicked: a text node and an offset. */
function caret(doc, event) {
  const found = doc.caretPositionFromPoint?.(event.clientX, event.clientY)
  if (found) return found.offsetNode.nodeType === Node.TEXT_NODE ? { node: found.offsetNode, offset: found.offset } : null
  const range = doc.caretRangeFromPoint?.(event.clientX, event.clientY)
  return range?.startContainer.nodeType === Node.TEXT_NODE ? { node: range.startContainer, offset: range.startOffset } : null
}

/** The word around a place in the text. */
function wordAt(doc, { node, offset }) {
  let first = offset, last = offset
  while (first > 0 && LETTER.test(node.data[first - 1])) first--
  while (last < node.data.length && LETTER.test(node.data[last])) last++
  const range = doc.createRange()
  range.setStart(node, first)
  range.setEnd(node, Math.max(last, Math.min(first + 1, node.data.length)))
  return range
}

const BLOCKS = 'p, li, td, th, dd, dt, h1, h2, h3, h4, figcaption, caption, .label'
const SENTENCE_END = /[.?!]['”’)]*\s+(?=\S)/g

/** The sentence around a range, as far as the signs tell, within its paragraph. */
function sentence(range) {
  const doc = range.startContainer.ownerDocument
  const block = range.startContainer.parentElement.closest(BLOCKS)
  if (!block) return range
  const before = doc.createRange()
  before.setStart(block, 0)
  before.setEnd(range.startContainer, range.startOffset)
  const at = before.toString().length, text = block.textContent
  const edges = [0, ...[...text.matchAll(SENTENCE_END)].map(found => found.index + found[0].length), text.length]
  const first = edges.findLast(each => each <= at) ?? 0
  return characters(block, first, edges.find(each => each > at) ?? text.length)
}

/** The range of some characters of an element's text. */
function characters(element, first, last) {
  const range = element.ownerDocument.createRange()
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  range.selectNodeContents(element)
  let passed = 0, begun = false
  while (walker.nextNode()) {
    const node = walker.currentNode, end = passed + node.data.length
    if (!begun && first < end) begun = !range.setStart(node, first - passed)
    if (last <= end) {
      range.setEnd(node, last - passed)
      break
    }
    passed = end
  }
  return range
}

/** The text before and behind the word at a place. */
function around(doc, at) {
  const word = wordAt(doc, at)
  const before = doc.createRange(), after = doc.createRange()
  before.setStart(doc.body, 0)
  before.setEnd(word.startContainer, word.startOffset)
  after.setStart(word.startContainer, word.startOffset)
  after.setEndAfter(doc.body.lastChild)
  return [before.toString().slice(-200), after.toString().slice(0, 200)]
}

/** Make an element like a fresh one, touching as little as can be; returns the first element that was touched. */
function morph(old, fresh) {
  const before = [...old.childNodes], after = [...fresh.childNodes]
  let first = 0, last = 0
  while (first < Math.min(before.length, after.length) && before[first].isEqualNode(after[first])) first++
  while (last < Math.min(before.length, after.length) - first && before.at(-1 - last).isEqualNode(after.at(-1 - last))) last++
  const gone = before.slice(first, before.length - last), come = after.slice(first, after.length - last)
  if (gone.length === come.length && gone.every((node, at) => alike(node, come[at]))) {
    return gone.map((node, at) => node.isEqualNode(come[at]) ? null : into(node, come[at])).find(Boolean) ?? null
  }
  const next = gone.at(-1)?.nextSibling ?? before[first] ?? null
  for (const node of come) old.insertBefore(old.ownerDocument.importNode(node, true), next)
  for (const node of gone) node.remove()
  return old
}

const alike = (node, other) => node.nodeType === other.nodeType && node.nodeName === other.nodeName && node.id === other.id

function into(node, fresh) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    node.data = fresh.data
    return node.parentElement
  }
  for (const { name } of [...node.attributes]) if (!fresh.hasAttribute(name)) node.removeAttribute(name)
  for (const { name, value } of fresh.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value)
  return morph(node, fresh) ?? node
}

const readers = { web: new Reader('web'), epub: new Reader('epub') } // the one that is made sooner is asked for first

/** The device in its size, made smaller where the window is. */
function fitDevice() {
  const [width, height] = wish.device.split('x').map(Number)
  const stage = $('stage-epub')
  const scale = Math.max(Math.min((stage.clientWidth - 32) / width, (stage.clientHeight - 32) / height, 1), 0.3)
  put($('frames-epub'), { width: `${width * scale}px`, height: `${height * scale}px` })
  $('frames-epub').style.setProperty('--scale', scale)
  for (const frame of $('frames-epub').children) put(frame, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` })
}

// ---------------------------------------------------------------- a place in the sources

/** A person has chosen a word: show its place, open it in the editor, and go there in the other views. */
function choose(place, from, was = place) {
  chosen = place
  pages.edited = null // whoever looks elsewhere is not called back to an edit
  $('place').classList.add('chosen')
  $('where').textContent = spot(place)
  $('open').hidden = !editor
  if (editor) {
    $('open').href = address(place)
    $('open').click()
  }
  for (const view of VIEWS.filter(each => each !== from)) seek(view, was)
  if (from === 'page') pages.find(place)
}

const seek = (view, place, kind) => view === 'page' ? pages.find(place, kind) : readers[view].find(place, kind)

function address(place) {
  const whole = `${root}/${place.path}`.split('/').map(encodeURIComponent).join('/').replace('%3A', ':')
  const path = editor.includes('/{path}') ? whole.replace(/^\//, '') : whole
  const facts = { path, line: place.line || 1, column: place.column || 1 }
  return editor.replace(/\{(path|line|column)\}/g, (_, name) => facts[name])
}

function forget() {
  chosen = null
  $('place').classList.remove('chosen')
  $('where').textContent = ''
  pages.marks = []
  pages.mark()
  for (const reader of Object.values(readers)) reader.clear('place')
}

async function copy() {
  await navigator.clipboard.writeText(spot(chosen))
  $('announced').textContent = `${spot(chosen)} is copied`
  $('copy').textContent = 'Copied'
  setTimeout(() => { $('copy').textContent = 'Copy' }, 1500)
}

function openEditor() {
  if (!chosen) return
  if (editor) $('open').click()
  else copy()
}

// ---------------------------------------------------------------- the same place in every rendition

async function everywhere() {
  if (!chosen) return
  if (!$('everywhere').open) $('everywhere').showModal()
  const cards = Object.keys(state.renditions).map(name => {
    const card = make('button', { type: 'button', className: 'card' })
    card.append(make('span', { className: 'none', textContent: '…' }), make('span', { className: 'label', textContent: state.renditions[name].title }))
    return [name, card]
  })
  $('cards').replaceChildren(...cards.map(([, card]) => card))
  for (const [name, card] of cards) await fill(name, card, chosen)
}

async function fill(name, card, place) {
  const facts = state.renditions[name]
  const [window_, label] = card.children
  if (!facts.made) {
    window_.textContent = 'Not made yet. Click to make these pages.'
    card.onclick = () => { window_.textContent = 'Being made …'; fetch(`/page/${name}/0?peek=1`) }
    return
  }
  const areas = await ask(`/areas/${name}?${query({ path: place.path, line: place.line, column: place.column || 1 })}`)
  if (!areas?.length) {
    window_.textContent = 'This place is on no page here.'
    return
  }
  const page = areas[0].page
  const image = await picture(`/page/${name}/${page}?${query({ scale: '1.6', made: facts.made, peek: 1 })}`, '')
  if (!image) return
  const inner = make('span', { className: 'inner' }, image, ...inLines(areas.filter(area => area.page === page)).map(marked))
  window_.replaceWith(make('span', { className: 'crop' }, inner))
  const height = inner.clientWidth * facts.height / facts.width
  put(inner, { top: `${Math.min(0, Math.max(90 - areas[0].top * height, inner.parentElement.clientHeight - height))}px` })
  label.textContent = `${facts.title}, page ${facts.labels[page]}`
  card.onclick = () => {
    $('everywhere').close()
    wish.rendition = name
    if (!wish.views.includes('page')) toggle('page')
    pages.go(page).then(() => pages.find(place))
  }
}

// ---------------------------------------------------------------- mistakes and findings

let told = ''

function mistakes() {
  const list = state.messages
  const text = JSON.stringify(list)
  if (text === told) return
  told = text
  const errors = list.filter(each => each.severity === 'error').length
  $('mistakes').hidden = !list.length
  $('mistakes').classList.toggle('warnings', !errors)
  $('mistakes-title').textContent = errors
    ? `${many(errors, 'mistake')} – ${state.number ? 'what you see is the last good edition' : 'nothing can be shown yet'}`
    : many(list.length, 'warning')
  $('mistakes-list').replaceChildren(...list.map(article))
  $('announced').textContent = list.length ? `${$('mistakes-title').textContent}. ${list[0].message}` : 'All mistakes are mended'
  for (const reader of Object.values(readers)) reader.clear('fault')
}

function article(each) {
  const made = $('mistake').content.cloneNode(true).firstElementChild
  made.classList.add(each.severity)
  const at = made.querySelector('.at')
  if (each.place) {
    at.textContent = spot(each.place)
    at.onclick = () => choose(each.place, '', each.was ?? each.place)
  } else at.remove()
  made.querySelector('.code').textContent = `${each.severity}: ${each.code}`
  made.querySelector('.what').textContent = each.message
  part(made, '.excerpt', each.excerpt.join('\n'))
  part(made, '.hint', hint(each))
  return made
}

function hint(each) {
  const also = each.also.length ? `${many(each.also.length, 'more place')}: ${each.also.map(spot).join(', ')}.` : ''
  const held = each.held ? `${many(each.held, 'further message')} held back: they depend on this.` : ''
  const help = each.hint ? `${each.hint[0].toUpperCase()}${each.hint.slice(1)}.` : ''
  return [help, also, held].filter(Boolean).join(' ').replaceAll('?.', '?')
}

function part(made, name, text) {
  const element = made.querySelector(name)
  if (text) element.textContent = text
  else element.remove()
}

/** Outline what is wrong in the last good edition, and go there. */
function showFault(first) {
  if (wish.follow && first?.was) for (const view of VIEWS) seek(view, first.was, 'fault')
}

// ---------------------------------------------------------------- the table of chapters

let opened = ''

function chapters() {
  if ($('chapters').hidden) return
  const units = state.renditions[wish.rendition]?.units ?? {}
  $('chapter-rows').replaceChildren(...state.chapters.map(each => row(each, units)))
  const sum = name => state.chapters.reduce((all, each) => all + each[name], 0)
  const all = make('tr', {}, make('th', { scope: 'row', textContent: 'All' }))
  const whole = [pages.count() || '–', sum('words'), sum('questions'), sum('errors') + sum('warnings')]
  all.append(...whole.map(number))
  $('chapter-sum').replaceChildren(all)
  findings()
}

const number = value => make('td', { className: 'n', textContent: value.toLocaleString('en-GB') })

function row(each, units) {
  const name = make('button', { type: 'button', textContent: `${each.number} ${each.title}`.trim(), onclick: () => goUnit(each.unit) })
  const made = make('tr', {}, make('th', { scope: 'row' }, name))
  made.append(...[units[each.unit]?.[1] ?? '–', each.words, each.questions].map(number), found(each))
  return made
}

function found(each) {
  const count = each.errors + each.warnings
  if (!count) return number(0)
  const more = make('button', { type: 'button', textContent: String(count), ariaLabel: `${many(count, 'finding')} in ${each.title}` })
  more.onclick = () => { opened = opened === each.path ? '' : each.path; findings() }
  return make('td', { className: 'n' }, more)
}

function findings() {
  const list = [...state.messages, ...state.findings].filter(each => each.place?.path === opened)
  $('findings').replaceChildren(...(list.length ? [make('h3', { textContent: `Findings in ${opened}` }), ...list.map(article)] : []))
}

function goUnit(unit) {
  const names = state.documents.find(each => each.unit === unit)?.names
  for (const reader of Object.values(readers)) if (names && reader.seen) reader.open(names[reader.view]).then(() => reader.doc.scrollingElement.scrollTo(0, 0))
  const first = pages.facts()?.units?.[unit]?.[0]
  if (first !== undefined) pages.go(first)
}

// ---------------------------------------------------------------- the state, as the server tells it

function take(fresh) {
  const old = state
  state = { ...fresh, faulty: fresh.messages.some(each => each.severity === 'error') }
  document.title = `${state.faulty ? '● ' : ''}${state.title || 'Watching'}`
  $('title').textContent = state.title || 'Watching'
  status()
  mistakes()
  chapters()
  const edited = state.goal && old?.number && old.number !== state.number ? state.goal : null
  if (edited) pages.edited = edited
  const made = state.renditions[wish.rendition]?.made
  const turned = made !== old?.renditions[wish.rendition]?.made
  const faults = state.faulty && JSON.stringify(state.messages) !== JSON.stringify(old?.messages)
  const seen = Promise.all([
    inTurn('page', () => pagesThere(old, turned)),
    ...Object.values(readers).map(reader => inTurn(reader.view, () => reader.renew(old, edited))),
  ])
  if (faults) seen.then(() => showFault(state.messages.find(each => each.severity === 'error')))
  if ($('everywhere').open) seen.then(everywhere)
}

/** What a view does after what it is doing: none waits for another one. */
const turns = Object.fromEntries(VIEWS.map(view => [view, Promise.resolve()]))

function inTurn(view, act) {
  turns[view] = turns[view].then(act).catch(error => console.error(error))
  return turns[view]
}

/** The pages after a save: at once those of what was edited. */
async function pagesThere(old, turned) {
  const edited = turned ? pages.edited : null
  if (edited) pages.edited = null
  if (old && pages.edited) pages.glimpse(old)
  await Promise.all([pages.update(old), edited && wish.follow ? pages.find(edited) : null])
}

function status() {
  const errors = state.messages.filter(each => each.severity === 'error').length
  const ready = state.renditions[wish.rendition]?.fresh
  $('status').className = `status ${errors ? 'bad' : ready ? 'good' : ''}`
  $('status').textContent = errors ? many(errors, 'mistake')
    : !state.number ? 'Reading the guide …'
    : !ready ? 'Making pages …'
    : `Up to date${state.seconds ? `, last save shown in ${state.seconds.toFixed(1)} s` : ''}`
}

function listen() {
  const events = new EventSource('/events')
  events.onmessage = event => take(JSON.parse(event.data))
  events.onerror = () => {
    $('status').className = 'status bad'
    $('status').textContent = 'The watch has ended. Type ./guide watch to go on.'
  }
}

// ---------------------------------------------------------------- what a person does

function toggle(view) {
  if (narrow.matches) wish.views = [view]
  else wish.views = VIEWS.filter(each => (each === view) !== wish.views.includes(each))
  if (!wish.views.length) wish.views = [view]
  show()
}

function show() {
  keep()
  for (const view of VIEWS) $(`view-${view}`).hidden = !wish.views.includes(view)
  for (const button of document.querySelectorAll('[data-view]')) pressed(button, wish.views.includes(button.dataset.view))
  pressed($('follow'), wish.follow)
  for (const name of ['device', 'theme', 'size', 'zoom', 'rendition']) $(name).value = wish[name]
  fitDevice()
  if (!state) return
  pages.show()
  for (const reader of Object.values(readers)) Promise.resolve(reader.update()).then(() => reader.dress())
}

function toggleChapters() {
  $('chapters').hidden = !$('chapters').hidden
  $('chapters-button').setAttribute('aria-expanded', String(!$('chapters').hidden))
  if (state) chapters()
}

function toggleMistakes() {
  $('mistakes-list').hidden = !$('mistakes-list').hidden
  $('mistakes-button').textContent = $('mistakes-list').hidden ? 'Show' : 'Hide'
  $('mistakes-button').setAttribute('aria-expanded', String(!$('mistakes-list').hidden))
}

function zoom(step) {
  const steps = [...$('zoom').options].map(each => each.value)
  const at = steps.indexOf(wish.zoom)
  set('zoom', steps[Math.min(Math.max(at + step, 0), steps.length - 1)])
}

function set(name, value) {
  wish[name] = value
  show()
}

const KEYS = {
  ArrowRight: () => pages.turn(1), PageDown: () => pages.turn(1), ArrowLeft: () => pages.turn(-1), PageUp: () => pages.turn(-1),
  Home: () => pages.go(0), End: () => pages.go(pages.count() - 1),
}
const LETTERS = {
  1: () => toggle('page'), 2: () => toggle('epub'), 3: () => toggle('web'), s: () => set('spread', !wish.spread),
  '+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1), 0: () => set('zoom', 'fit'), f: () => set('follow', !wish.follow),
  c: toggleChapters, o: openEditor, e: everywhere, '?': () => $('keys').showModal(),
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, select, dialog[open]')) return
  const inPages = event.view === window && !event.target.closest?.('.list, .chapters')
  const act = event.key === 'Escape' ? escape : (inPages && KEYS[event.key]) || (wish.letters && LETTERS[event.key])
  if (!act || !state) return
  event.preventDefault()
  act()
}

function escape() {
  if (!$('mistakes').hidden && !$('mistakes-list').hidden) toggleMistakes()
  else if (!$('chapters').hidden) toggleChapters()
  else forget()
}

function typedPage() {
  const facts = pages.facts()
  const typed = $('number').value.trim().split('–')[0].toLowerCase()
  const at = facts?.labels?.findIndex(label => label.toLowerCase() === typed) ?? -1
  if (at >= 0) pages.go(at)
  else pages.show()
}

for (const button of document.querySelectorAll('[data-view]')) button.onclick = () => toggle(button.dataset.view)
for (const button of document.querySelectorAll('[data-close]')) button.onclick = () => button.closest('dialog').close()
for (const name of ['device', 'theme', 'size', 'zoom', 'rendition']) $(name).onchange = () => set(name, $(name).value)
$('follow').onclick = () => set('follow', !wish.follow)
$('chapters-button').onclick = toggleChapters
$('mistakes-button').onclick = toggleMistakes
$('keys-button').onclick = () => $('keys').showModal()
$('letters').checked = wish.letters
$('letters').onchange = () => set('letters', $('letters').checked)
$('back').onclick = () => pages.turn(-1)
$('on').onclick = () => pages.turn(1)
$('number').onchange = typedPage
$('spread').onclick = () => set('spread', !wish.spread)
$('stage-page').addEventListener('click', event => pages.click(event))
$('copy').onclick = copy
$('forget').onclick = forget
$('everywhere-button').onclick = everywhere
document.addEventListener('keydown', keys)
narrow.addEventListener('change', () => { if (narrow.matches) toggle(wish.views[0]) })
let resized
new ResizeObserver(() => {
  clearTimeout(resized)
  resized = setTimeout(show, 60)
}).observe($('views'))
show()
listen()
