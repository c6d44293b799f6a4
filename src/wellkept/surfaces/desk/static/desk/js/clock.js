// W opens the clock of the promise whose row has the focus; without one, keys.js takes the first of the page.
addEventListener(
  "keydown",
  (event) => {
    if (event.key.toLowerCase() !== "w" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const row = event.target.closest?.(".owed-row, .strip li")
    if (!row || event.target.matches("input, textarea, select, [contenteditable]")) return
    const link = row.querySelector("a.clock-of")
    if (!link) return
    event.preventDefault()
    link.click()
  },
  true, // before keys.js, which would take the first
)
