// <wk-transfer> says when a draft sends the customer to another department, and offers to hand it over instead.
// Advice only: it stops nothing, and what was left is not said again in this window.
import { proof } from "desk/draft"

const ASK_AFTER = 900
const left = new Set()

class Transfer extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form")
    this.text = this.form.elements.text
    this.number = 0
    this.leaving = new AbortController()
    const { signal } = this.leaving
    this.text.addEventListener("input", () => this.soon(), { signal })
    this.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && this.leave(), { signal })
    this.present()
  }

  disconnectedCallback() {
    clearTimeout(this.timer)
    this.leaving.abort()
  }

  soon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), ASK_AFTER)
  }

  async ask() {
    const number = ++this.number
    const body = proof(this.form)
    body.set("text", this.text.value)
    const answer = await fetch(this.dataset.address, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok || answer.redirected || number !== this.number || !this.isConnected) return
    const html = await answer.text()
    if (this.contains(document.activeElement)) return // someone is about to answer it
    const place = this.querySelector("[role=status]")
    if (place.innerHTML.trim() !== html.trim()) place.innerHTML = html
    this.present()
  }

  present() {
    const said = this.querySelector("[data-advice]")
    if (!said) return
    if (left.has(this.key(said))) return said.remove()
    said.querySelector("[data-dismiss]").hidden = false
  }

  leave() {
    const said = this.querySelector("[data-advice]")
    left.add(this.key(said))
    said.remove()
    this.text.focus()
  }

  key(said) {
    return `${this.dataset.address} ${said.dataset.advice}`
  }
}

customElements.define("wk-transfer", Transfer)
