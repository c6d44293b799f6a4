// Menus are popovers. Arrow keys walk through them; where a browser can not place one beside its button, this does.
const isPlaced = CSS.supports("position-area", "block-end")

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target
    if (event.newState !== "open" || !menu.matches?.(".menu[popover]")) return
    if (!isPlaced) place(menu)
    items(menu)[0]?.focus({ focusVisible: false })
  },
  true, // toggle events do not bubble
)

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu:popover-open")
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
  if (!menu || !step) return
  event.preventDefault()
  const all = items(menu)
  const next = all.indexOf(document.activeElement) + step
  all[Math.max(0, Math.min(all.length - 1, next))].focus()
})

function items(menu) {
  return [...menu.querySelectorAll("a[href], button:not([disabled])")]
}

function place(menu) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`)?.getBoundingClientRect()
  if (!button) return
  const { offsetWidth: width, offsetHeight: height } = menu
  const isRtl = getComputedStyle(menu).direction === "rtl"
  const left = isRtl ? button.left : button.right - width
  const top = button.bottom + height < innerHeight ? button.bottom : button.top - height - 8
  menu.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, left))}px`
  menu.style.top = `${Math.max(8, top)}px`
}
