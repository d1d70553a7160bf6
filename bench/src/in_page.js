// Runs inside a measured page, before anything of the page itself, and notes what it sees in `__told`.
// `SELECTOR` is the first control that a person would use; `PROBE` says whether to press it until it answers.
(() => {
  if (window !== window.top) return
  const told = (window.__told = [])
  const say = (o) => told.push(o)
  const watch = (type, see) => {
    try { new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true }) } catch { /* Not known here. */ }
  }
  watch('paint', (e) => e.name === 'first-contentful-paint' && say({ kind: 'fcp', at: e.startTime }))
  watch('largest-contentful-paint', (e) => say({ kind: 'lcp', at: e.startTime }))
  watch('longtask', (e) => say({ kind: 'long', at: e.startTime, ms: e.duration }))
  watch('layout-shift', (e) => e.hadRecentInput || say({ kind: 'shift', at: e.startTime, score: e.value }))

  // A module's linear memory is outside the heap figure, so it is kept hold of and added up at the end.
  const memories = (window.__wasmMemories = new Set())
  if (window.WebAssembly) for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name]
    WebAssembly[name] = async function (...a) {
      const out = await real.apply(this, a)
      for (const x of Object.values((out.instance ?? out).exports)) if (x instanceof WebAssembly.Memory) memories.add(x)
      return out
    }
  }

  const find = () => document.querySelector(SELECTOR)
  const usable = (el) => {
    if (!el || el.disabled || el.getAttribute('aria-disabled') === 'true') return false
    if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
    const r = el.getBoundingClientRect()
    if (r.width < 2 || r.height < 2) return false
    const x = r.x + r.width / 2, y = r.y + r.height / 2
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return true // Below the fold: there, though not on screen.
    const top = document.elementFromPoint(x, y)
    return !!top && (top === el || el.contains(top) || top.contains(el))
  }

  const wait = () => (usable(find()) ? say({ kind: 'shown', at: performance.now() }) : requestAnimationFrame(wait))
  requestAnimationFrame(wait)
  if (!PROBE) return

  // Pressed in every frame until a listener of the page's own runs and then something comes of it.
  let clicking = false, listenerRan = false, effect = false, clicks = 0
  const kinds = new Set(['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'submit', 'input', 'change'])
  const wrapped = new WeakMap()
  const real = { add: EventTarget.prototype.addEventListener, remove: EventTarget.prototype.removeEventListener }
  EventTarget.prototype.addEventListener = function (type, fn, opt) {
    if (!fn || !kinds.has(type)) return real.add.call(this, type, fn, opt)
    if (!wrapped.has(fn)) wrapped.set(fn, function (ev) {
      if (clicking) listenerRan = true
      return typeof fn === 'function' ? fn.call(this, ev) : fn.handleEvent(ev)
    })
    return real.add.call(this, type, wrapped.get(fn), opt)
  }
  EventTarget.prototype.removeEventListener = function (type, fn, opt) {
    return real.remove.call(this, type, (fn && wrapped.get(fn)) || fn, opt)
  }
  const note = (object, name) => {
    const was = object?.[name]
    if (was) object[name] = function (...a) { effect = true; return was.apply(this, a) }
  }
  note(window, 'fetch'); note(history, 'pushState'); note(history, 'replaceState')
  globalThis.navigation?.addEventListener('navigate', (e) => {
    // Leaving the page by the link's own means is no answer of the app: stay, and press again.
    if (!clicks || e.hashChange) return
    if (e.navigationType === 'push' && e.destination.sameDocument) { effect = true; return }
    if (e.cancelable) e.preventDefault()
  })
  const changes = new MutationObserver(() => { effect = true })
  const attempt = () => {
    const el = find()
    if (!usable(el)) return requestAnimationFrame(attempt)
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    changes.takeRecords()
    listenerRan = false; effect = false; clicking = true; clicks++
    const stay = (ev) => ev.preventDefault()
    real.add.call(window, 'click', stay, { once: true }) // After the page's own listeners: the browser does not follow.
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup']) {
      const Kind = type[0] === 'p' ? PointerEvent : MouseEvent
      el.dispatchEvent(new Kind(type, { bubbles: true, composed: true, cancelable: true, button: 0 }))
    }
    el.click()
    real.remove.call(window, 'click', stay)
    clicking = false
    const at = performance.now()
    if (changes.takeRecords().length) effect = true
    if (!listenerRan) return requestAnimationFrame(attempt)
    const judge = (left) => {
      if (effect) return say({ kind: 'answers', at, clicks })
      if (left > 0) return requestAnimationFrame(() => judge(left - 1))
      setTimeout(() => requestAnimationFrame(attempt), 50)
    }
    queueMicrotask(() => queueMicrotask(() => judge(3)))
  }
  requestAnimationFrame(attempt)
})()
