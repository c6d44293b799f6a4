// One key for each thing a page offers: whatever carries data-key. Silent while someone types.

const GO = { o: "/owed", m: "/v/mine", u: "/v/unassigned", a: "/v/all", s: "/v/spam", c: "/customers" }
let going = 0

addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return
  const typing = event.target.matches?.("input, textarea, select, [contenteditable]")
  if (event.key === "Escape" && typing) return event.target.blur()
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault()
    return dispatchEvent(new CustomEvent("wk-palette"))
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
  const act = action(event.key.length === 1 ? event.key.toLowerCase() : event.key)
  if (act) {
    event.preventDefault()
    act()
  }
})

function action(key) {
  if (going && Date.now() - going < 1500) {
    going = 0
    if (GO[key]) return () => location.assign(GO[key])
  }
  if (key === "g") return () => (going = Date.now())
  if (key === "j" || key === "k") return () => move(key === "j" ? 1 : -1)
  if (key === "?") return () => document.getElementById("keys").showModal()
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isThere)
  if (target) return () => (target.matches("input, select") ? target.focus() : target.click())
  if (key === "/") return () => location.assign("/search")
  if (key === "u") return () => history.back()
  return null
}

// In a closed menu a button still answers to its key.
function isThere(one) {
  return one.checkVisibility() || one.closest("[popover]")
}

function move(step) {
  const rows = [...document.querySelectorAll("#rows a.conv-row, .rows a.hit, .rows a.what")]
  if (!rows.length) return
  const at = rows.findIndex((one) => one === document.activeElement)
  const from = at < 0 ? rows.findIndex((one) => one.getAttribute("aria-current") === "true") : at
  const next = rows[Math.min(rows.length - 1, Math.max(0, from + step))]
  next.focus()
  next.scrollIntoView({ block: "nearest" })
}
