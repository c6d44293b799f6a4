// Ctrl+K: what this page offers, where one can go, and a search for everything else.

const dialog = document.getElementById("palette")
const input = dialog?.querySelector("input")
const found = document.getElementById("found")
let options = []
let at = 0

function offers() {
  const actions = [...document.querySelectorAll("#column [data-key], #column .menu button, #column [data-sheet]")].map((one) => ({
    label: one.getAttribute("aria-label") ?? one.textContent.replace(/\s+/g, " ").trim(),
    act: () => (one.matches("input, select") ? one.focus() : one.click()),
  }))
  const places = [...document.querySelectorAll(".rail a.go")].map((one) => ({
    label: one.querySelector(".label").textContent,
    act: () => location.assign(one.href),
  }))
  const rows = [...document.querySelectorAll("#rows a.conv-row")].map((one) => ({
    label: `${one.querySelector(".name").textContent}: ${one.querySelector(".subject").textContent}`,
    act: () => location.assign(one.href),
  }))
  const seen = new Set()
  return [...actions, ...places, ...rows].filter((one) => one.label && !seen.has(one.label) && seen.add(one.label))
}

function fill() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = all.filter((one) => words.every((word) => one.label.toLowerCase().includes(word))).slice(0, 12)
  if (words.length) fits.push({ label: `${found.dataset.search} “${input.value}”`, act: () => location.assign(`/search?q=${encodeURIComponent(input.value)}`) })
  options = fits
  at = 0
  found.replaceChildren(
    ...fits.map((one, number) => {
      const row = Object.assign(document.createElement("div"), { className: "option", id: `option-${number}`, textContent: one.label })
      row.setAttribute("role", "option")
      row.addEventListener("click", () => run(number))
      return row
    }),
  )
  mark()
}

function mark() {
  ;[...found.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)))
  input.setAttribute("aria-activedescendant", options.length ? `option-${at}` : "")
  found.children[at]?.scrollIntoView({ block: "nearest" })
}

function run(number) {
  dialog.close()
  options[number]?.act()
}

let all = []
if (dialog) {
  addEventListener("wk-palette", () => {
    all = offers()
    input.value = ""
    dialog.showModal()
    fill()
  })
  input.addEventListener("input", fill)
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      at = Math.min(options.length - 1, Math.max(0, at + step))
      mark()
    }
  })
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault()
    run(at)
  })
}
