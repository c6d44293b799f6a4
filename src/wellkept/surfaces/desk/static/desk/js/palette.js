// Ctrl+K: what this page offers, where one can go, and what the desk finds of conversations and customers.

const FIND_AFTER = 150
const dialog = document.getElementById("palette")
const input = dialog?.querySelector("input")
const found = document.getElementById("found")
let offered = []
let at = 0
let timer
let asked = 0

function offers() {
  const act = (one) => () => (one.matches("input, select") ? one.focus() : one.click())
  const go = (one) => () => location.assign(one.href)
  const keys = "#column [data-key], #column .menu button[type=submit], #column [data-sheet], .list [data-key]"
  const actions = [...document.querySelectorAll(keys)].map((one) => ({ label: nameOf(one), key: one.dataset.key, act: act(one) }))
  const places = [...document.querySelectorAll(".rail a.go")].map((one) => ({ label: nameOf(one.querySelector(".label")), act: go(one) }))
  const seen = new Set()
  return [...actions, ...places].filter(({ label }) => label && !seen.has(label) && seen.add(label))
}

function nameOf(one) {
  const text = [...one.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent)
  return one.ariaLabel ?? one.labels?.[0]?.textContent.trim() ?? text.join("").replace(/\s+/g, " ").trim()
}

function fill() {
  const typed = input.value.trim()
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = offered.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
  const rows = fits.slice(0, words.length ? 6 : 14).map(rowOf)
  if (typed) {
    const address = `${dialog.querySelector("form").action}?q=${encodeURIComponent(typed)}`
    rows.push(rowOf({ label: `${found.dataset.search} “${typed}”`, act: () => location.assign(address) }))
  }
  show(rows)
  clearTimeout(timer)
  if (typed.length > 1) timer = setTimeout(find, FIND_AFTER, typed)
}

async function find(typed) {
  const number = ++asked
  const answer = await fetch(`${found.dataset.find}?q=${encodeURIComponent(typed)}`).catch(() => null)
  if (!answer?.ok || answer.redirected || number !== asked || input.value.trim() !== typed) return
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
  const rows = [...found.children]
  const last = rows.pop()
  show([...rows.filter((row) => !row.href), ...fresh.querySelectorAll("a.option"), last], at)
}

function rowOf({ label, key, act }) {
  const row = Object.assign(document.createElement("div"), { className: "option", textContent: label })
  row.setAttribute("role", "option")
  if (key) row.append(Object.assign(document.createElement("kbd"), { className: "key end", textContent: key.toUpperCase() }))
  row.addEventListener("click", () => {
    dialog.close()
    act()
  })
  return row
}

function show(rows, stay = 0) {
  found.replaceChildren(...rows)
  rows.forEach((row, number) => (row.id = `option-${number}`))
  mark(Math.min(stay, rows.length - 1))
}

function mark(number) {
  at = Math.max(0, number)
  ;[...found.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)))
  input.setAttribute("aria-activedescendant", found.children[at]?.id ?? "")
  found.children[at]?.scrollIntoView({ block: "nearest" })
}

if (dialog) {
  addEventListener("wk-palette", () => {
    offered = offers()
    input.value = ""
    dialog.showModal()
    fill()
  })
  input.addEventListener("input", fill)
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close())
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || event.isComposing) return
    event.preventDefault()
    mark(Math.min(found.children.length - 1, at + step))
  })
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault()
    found.children[at]?.click()
  })
}
