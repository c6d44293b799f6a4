// Macros: "/" at the start of a line, or the button, opens the list; Enter shows what one would do, Enter again does it.
// Without this the button leads to the same list and the same preview on a page.

let from // the text the dialog was opened from
let at = 0 // and where in it
let typed = "" // what belongs back into it when nothing was chosen
let used = false

const dialog = () => document.getElementById("macros")
const field = () => dialog().querySelector("input[data-find]")
const options = () => [...dialog().querySelectorAll(".option")]
const offered = () => options().filter((one) => !one.hidden)

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const text = event.target
  if (!dialog() || !text.matches("wk-composer textarea") || text.readOnly || !isAtLineStart(text)) return
  event.preventDefault()
  open(text, "/")
})

document.addEventListener("click", (event) => {
  const box = dialog()
  if (!box) return
  const option = event.target.closest("#macros .option")
  if (event.target.closest("[data-macros]")) open(document.querySelector("wk-composer .sheet:not([hidden]) textarea"))
  else if (option) choose(option)
  else if (event.target.closest("#macros [data-back]")) list()
  else if (event.target === box) return box.close()
  else return
  event.preventDefault()
})

function isAtLineStart({ selectionStart: start, selectionEnd, value }) {
  return start === selectionEnd && (start === 0 || value[start - 1] === "\n")
}

function open(text, slash = "") {
  from = text
  at = text.selectionStart
  typed = slash
  const box = dialog()
  if (!box.dataset.listens) listenIn(box)
  box.showModal()
  return list()
}

function listenIn(box) {
  box.dataset.listens = "1"
  box.addEventListener("input", filter)
  box.addEventListener("keydown", pressed)
  box.addEventListener("cancel", (event) => {
    if (!box.querySelector(".macro-preview")) return
    event.preventDefault() // one step back; from the list it closes
    list()
  })
  box.addEventListener("close", closed)
}

// Nothing was chosen: what was typed stays typed.
function closed() {
  const words = typed && `${typed}${field()?.value ?? ""}`
  dialog().replaceChildren()
  from.focus()
  if (!words) return
  from.setRangeText(words, at, at, "end")
  from.dispatchEvent(new Event("input", { bubbles: true }))
}

async function load(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null)
  if (!answer?.ok || answer.redirected) return location.assign(address)
  const box = dialog()
  box.innerHTML = await answer.text()
  window.htmx?.process(box)
  return box
}

async function list() {
  const box = await load(dialog().dataset.from)
  if (!box || !field()) return
  box.querySelector("[data-unfound]").remove()
  box.querySelectorAll("[data-find]").forEach((one) => (one.hidden = false))
  box.querySelector(".found").setAttribute("role", "listbox")
  for (const one of options()) {
    one.setAttribute("role", "option")
    one.tabIndex = -1
  }
  field().focus()
  filter()
}

function filter() {
  const words = field().value.toLowerCase().split(/\s+/).filter(Boolean)
  for (const one of options()) one.hidden = !words.every((word) => one.textContent.toLowerCase().includes(word))
  mark(0)
  const none = dialog().querySelector(".none")
  none.textContent = offered().length ? "" : none.dataset.none
}

function mark(number) {
  const shown = offered()
  for (const one of options()) one.setAttribute("aria-selected", String(one === shown[number]))
  field().setAttribute("aria-activedescendant", shown[number]?.id ?? "")
  shown[number]?.scrollIntoView({ block: "nearest" })
}

function pressed(event) {
  if (event.isComposing || event.target !== field()) return
  const shown = offered()
  const now = shown.findIndex((one) => one.getAttribute("aria-selected") === "true")
  const to = { ArrowDown: now + 1, ArrowUp: now - 1 + shown.length, Enter: now }[event.key]
  if (to === undefined || !shown.length) return
  event.preventDefault()
  if (event.key === "Enter") choose(shown[now])
  else mark(to % shown.length)
}

async function choose(option) {
  const box = await load(option.href)
  const button = box?.querySelector("[type=submit]")
  if (button?.disabled) box.querySelector("[data-back]").focus()
  else button?.focus()
}

// What is typed by now is stored before the macro adds to it.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target
    if (!form.matches("form[data-macro]") || form.dataset.isReady) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const composer = document.querySelector("wk-composer")
    await Promise.all([...composer.drafts.values()].map((draft) => draft.save()))
    const mode = composer.querySelector(".sheet:not([hidden])").dataset.view
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "mode", value: mode }))
    form.dataset.isReady = "1"
    used = true
    setTimeout(() => form.requestSubmit()) // while this event is on its way a form cannot be sent again
  },
  true, // before htmx hears of it
)

document.addEventListener("htmx:after:swap", () => {
  if (!used) return
  used = false
  const done = document.getElementById("macro-done")
  if (done) document.getElementById("said").textContent = done.querySelector("p").textContent.trim()
  const text = document.querySelector("wk-composer .sheet:not([hidden]) textarea")
  if (!text || !matchMedia("(pointer: fine)").matches) return // a phone's keyboard would cover what is said
  text.focus()
  text.setSelectionRange(text.value.length, text.value.length)
})
