// <wk-toast seconds="10"> inside .toasts: leaves by itself, but not while someone points at it or stands in it.
class Toast extends HTMLElement {
  connectedCallback() {
    this.classList.add("toast")
    this.left = Number(this.getAttribute("seconds")) || 10
    this.ticking = setInterval(() => this.tick(), 1000)
  }

  disconnectedCallback() {
    clearInterval(this.ticking)
  }

  tick() {
    if (!this.matches(":hover, :focus-within") && --this.left <= 0) this.remove()
  }
}

customElements.define("wk-toast", Toast)

// Says one sentence at the foot of the page. `action` names a button that runs `act`; a bad one stays until it is answered.
export function toast(text, { action = "", act = () => {}, isBad = false, seconds = 10 } = {}) {
  const one = document.createElement("wk-toast")
  one.setAttribute("seconds", isBad ? Infinity : seconds)
  one.classList.toggle("bad", isBad)
  one.append(text)
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: action })
    button.addEventListener("click", () => (one.remove(), act()))
    one.append(button)
  }
  document.querySelector(".toasts").append(one)
  return one
}
