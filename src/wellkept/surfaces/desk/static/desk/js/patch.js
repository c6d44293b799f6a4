// Brings a part of the page to what the server says now. A child with an id that says the same as before is left alone,
// with its focus, its open details and its frame.

const sources = new WeakMap() // how the server wrote an element: on the page it may have changed since
const PROOF = /(name="csrfmiddlewaretoken" value=")[^"]*/g

// Remembers a part as the server wrote it. Call it before anything else touches the page.
export function remember(part) {
  sources.set(part, sourceOf(part))
  for (const child of part.children) sources.set(child, child.outerHTML.replace(PROOF, "$1"))
}

// True when something was changed.
export function patch(old, now) {
  if (sources.get(old) === sourceOf(now)) return false
  const focused = old.contains(document.activeElement) ? document.activeElement : null
  const place = focused?.closest("[id]")?.id
  sources.set(old, sourceOf(now))
  old.hidden = now.hidden // a part that was empty may have something to say
  if ([...now.children].some((child) => child.id)) byId(old, now)
  else {
    old.replaceChildren(...now.childNodes)
    window.htmx?.process(old)
  }
  if (focused && document.activeElement !== focused) comeBack(focused, place)
  return true
}

function byId(old, now) {
  const fresh = [...now.children]
  let spot = start(old, fresh)
  for (const one of fresh) {
    const source = one.outerHTML.replace(PROOF, "$1")
    const known = one.id ? old.querySelector(`:scope > [id="${CSS.escape(one.id)}"]`) : null
    const placed = known && sources.get(known) === source ? known : one
    sources.set(placed, source)
    if (known && placed !== known) {
      carryOver(known, placed)
      if (spot === known) spot = known.nextElementSibling
      known.remove()
    }
    if (placed === spot) spot = spot.nextElementSibling
    else old.insertBefore(placed, spot)
    if (placed !== known) window.htmx?.process(placed)
  }
  while (spot) {
    const gone = spot
    spot = spot.nextElementSibling
    gone.remove()
  }
}

// Where what the server sent begins. Above it stand earlier messages that were asked for: they stay, and so does the
// way to still earlier ones.
function start(old, fresh) {
  if (!("earlier" in old.dataset)) return old.firstElementChild
  const said = new Set(fresh.filter((one) => one.matches("article, .event")).map((one) => one.id))
  const first = [...old.children].find((one) => said.has(one.id))
  const above = first ? [...old.querySelectorAll(":scope > :is(article, .event)")] : []
  if (!first || above[0] === first) return old.firstElementChild
  while (fresh.length && !fresh[0].matches("article, .event")) fresh.shift()
  return first
}

function carryOver(known, placed) {
  for (const one of known.querySelectorAll("details[open]")) placed.querySelector(`details.${one.className}`)?.setAttribute("open", "")
}

function comeBack(focused, place) {
  if (focused.isConnected) return focused.focus({ preventScroll: true })
  const near = document.getElementById(place)
  ;(near?.querySelector("a, button, select, input:not([type=hidden])") ?? near)?.focus({ preventScroll: true })
}

function sourceOf(part) {
  return part.innerHTML.replace(PROOF, "$1")
}
