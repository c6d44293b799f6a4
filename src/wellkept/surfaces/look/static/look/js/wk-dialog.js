// <wk-dialog> around a button[data-opens] and a <dialog>: opens it above the page. A press beside it, Esc, or what carries
// data-closes closes it, and the browser gives the focus back. Ask with it only what a page of its own would be too much for.
class Dialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
  }

  handleEvent({ target }) {
    const dialog = this.querySelector("dialog")
    if (target.closest("[data-opens]")) dialog.showModal()
    else if (target === dialog || target.closest("[data-closes]")) dialog.close()
  }
}

customElements.define("wk-dialog", Dialog)
