// The forms of a promise come when its line is opened; without this the line's link shows them on a page.
document.addEventListener(
  "toggle",
  async ({ target }) => {
    const place = target.open && target.querySelector?.("[data-from]")
    if (!place) return
    const answer = await fetch(place.dataset.from, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok || answer.redirected || !place.isConnected) return
    place.innerHTML = await answer.text()
    delete place.dataset.from
    window.htmx?.process(place)
    place.querySelector("input:not([type=hidden]), select, button")?.focus()
  },
  true, // a toggle does not bubble
)

// Keys for what an open menu of the next step holds stay with it: Escape closes it, the rest is native.
document.addEventListener("toggle", ({ target, newState }) => {
  if (target.id === "nextstep" && newState === "open") target.querySelector("input:checked, input")?.focus()
}, true)
