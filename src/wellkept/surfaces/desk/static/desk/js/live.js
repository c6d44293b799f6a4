// Listens to the desk's events and brings the parts of the page marked data-live up to date.
// What is being written is never touched: the composer carries no such mark.

const main = document.getElementById("main")
let timer
let source

function connect() {
  source = new EventSource("/live")
  source.addEventListener("conversation", (event) => heard(JSON.parse(event.data)))
  source.addEventListener("access", () => location.reload())
  source.addEventListener("reload", () => refreshSoon(0))
}

function heard(event) {
  const open = document.getElementById("column")?.dataset.conversation
  const isOpen = open === String(event.id)
  if (isOpen || document.getElementById("rows")) refreshSoon(isOpen ? 40 : 250 + Math.random() * 250)
}

function refreshSoon(delay) {
  clearTimeout(timer)
  timer = setTimeout(refresh, delay)
}

async function refresh() {
  if (document.hidden) return document.addEventListener("visibilitychange", refresh, { once: true })
  await Promise.all([...document.querySelectorAll("[data-live-from]")].map(refreshFrom))
}

async function refreshFrom(part) {
  const answer = await fetch(part.dataset.liveFrom, { headers: { "HX-Request": "true", "X-Live": "1" } }).catch(() => null)
  if (!answer?.ok) return
  delete part.dataset.waiting
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
  for (const now of fresh.querySelectorAll("[data-live]")) {
    const old = document.getElementById(now.id)
    if (old && now.innerHTML !== old.innerHTML && !busy(old)) replace(old, now)
  }
}

// A part that someone is using waits for the next time.
function busy(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")
}

function replace(old, now) {
  const focused = old.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : ""
  const open = [...old.querySelectorAll("article[id] details[open]")].map((one) => [one.closest("article").id, one.className])
  const known = new Set([...old.querySelectorAll("article[id]")].map((one) => one.id))
  old.replaceChildren(...now.childNodes)
  for (const [id, kind] of open) old.querySelector(`#${id} details.${kind}`)?.setAttribute("open", "")
  if (focused) document.getElementById(focused)?.querySelector("a, button")?.focus()
  if (window.htmx) window.htmx.process(old)
  announce(old, known)
}

function announce(part, known) {
  if (part.id !== "thread") return
  const fresh = [...part.querySelectorAll("article[id]")].filter((one) => !known.has(one.id))
  if (fresh.length) document.getElementById("said").textContent = fresh.at(-1).getAttribute("aria-label")
}

if (main) {
  connect()
  document.querySelectorAll("[data-waiting]").forEach(refreshFrom)
  addEventListener("pagehide", () => source.close())
  addEventListener("pageshow", (event) => event.persisted && connect())
}
