// Listens to the desk's events and brings the parts of the page marked data-live up to date.
// What is being written is never touched: the composer carries no such mark.
import { patch, remember } from "desk/patch"
import { listen } from "desk/stream"

const SOON = 40
const MINUTE = 60_000
const LIST = "[data-live-from]:not(#column)"
const REST = 1000 // between two looks at a list; longer when the desk takes longer to answer
const pending = new Map()
const rests = new Map()

function heard(name, event) {
  if (name === "access") return location.reload() // a draft saves itself on the way
  const column = document.getElementById("column")
  if (column && (name === "reload" || column.dataset.conversation === String(event.id))) refreshSoon(column, SOON)
  const list = document.querySelector(LIST)
  if (list) refreshSoon(list, SOON + Math.random() * 200)
}

// Looks at most once at a time, and never so often that the desk could not keep up with all of us.
function refreshSoon(part, delay) {
  const key = part.id === "column" ? part.id : "list"
  if (pending.has(key)) return
  const wait = Math.max(delay, (rests.get(key) ?? 0) - Date.now())
  pending.set(key, setTimeout(() => whenSeen(() => refresh(key)), wait))
}

function whenSeen(act) {
  if (document.hidden) document.addEventListener("visibilitychange", act, { once: true })
  else act()
}

async function refresh(key) {
  pending.delete(key)
  const part = key === "list" ? document.querySelector(LIST) : document.getElementById(key)
  if (!part) return
  const began = Date.now()
  const isRead = document.hasFocus() ? "read" : "1"
  const answer = await fetch(part.dataset.liveFrom, { headers: { "HX-Request": "true", "X-Live": isRead } }).catch(() => null)
  const rest = key === "list" ? REST : 0
  rests.set(key, Date.now() + Math.max(rest, 20 * (Date.now() - began)))
  if (!answer?.ok || answer.redirected || !part.isConnected) return
  delete part.dataset.waiting
  show(new DOMParser().parseFromString(await answer.text(), "text/html"))
}

function show(fresh) {
  for (const now of fresh.querySelectorAll("[data-live]")) {
    const old = document.getElementById(now.id)
    if (!old || isBusy(old)) continue
    const known = new Set([...old.querySelectorAll(":scope > article")].map((one) => one.id))
    if (patch(old, document.adoptNode(now)) && old.id === "thread") announce(old, known, now.dataset.newest)
  }
}

// A part that someone is using waits for the next time.
function isBusy(part) {
  return part.matches(":popover-open") || (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea"))
}

function announce(thread, known, newest) {
  const fresh = [...thread.querySelectorAll(":scope > article")].filter((one) => !known.has(one.id))
  if (fresh.length) document.getElementById("said").textContent = fresh.at(-1).getAttribute("aria-label")
  document.dispatchEvent(new CustomEvent("wk-arrived", { detail: Number(newest) }))
}

// Earlier messages come with the line of their last day, which may stand here already.
function oneLineADay() {
  const seen = new Set()
  for (const day of document.querySelectorAll("#thread > .day")) {
    if (seen.has(day.id)) day.remove()
    seen.add(day.id)
  }
}

const rememberAll = (root) => root.querySelectorAll("[data-live]").forEach(remember)

if (document.getElementById("main")) {
  rememberAll(document)
  document.addEventListener("htmx:after:swap", () => {
    oneLineADay()
    rememberAll(document.getElementById("column") ?? document)
  })
  listen(heard)
  if (document.querySelector("[data-waiting]")) refreshSoon(document.querySelector("[data-waiting]"), 0)
  if (document.querySelector("[data-by-the-minute]")) setInterval(() => refreshSoon(document.querySelector(LIST), 0), MINUTE)
}
