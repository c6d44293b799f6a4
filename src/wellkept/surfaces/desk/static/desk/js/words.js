// <wk-words> shows the promises in the reply while it is written, and brings what is decided about each to the server.
// The page has the same buttons without it: then each one posts the sheet and comes back.
import { proof } from "desk/draft"

const ASK_AFTER = 500

class Words extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form")
    this.text = this.form.elements.text
    this.number = 0
    this.leaving = new AbortController()
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal: this.leaving.signal })
    on(this.text, "input", () => this.soon(ASK_AFTER))
    on(this, "click", (event) => this.clicked(event))
    on(this, "keydown", (event) => this.pressed(event))
    if (this.text.value.trim()) this.soon(0)
  }

  disconnectedCallback() {
    clearTimeout(this.timer)
    this.leaving.abort()
  }

  soon(milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), milliseconds)
  }

  clicked(event) {
    const button = event.target.closest("button[name=decide]")
    if (!button) return
    event.preventDefault() // without this the whole sheet would go
    if (button.dataset.say) this.say(button)
    else this.ask(button)
  }

  // Enter in a field of a chip saves the chip.
  pressed(event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return
    event.preventDefault()
    this.ask(event.target.closest("details").querySelector("button"))
  }

  // Puts a date into the agent's own words; the chip follows from what they say then.
  say(button) {
    const clause = button.closest("[data-chip]").dataset.clause
    const at = this.text.value.indexOf(clause)
    if (at < 0) return this.ask()
    this.text.setRangeText(button.dataset.say, at, at + clause.length, "end")
    this.text.focus()
    this.text.dispatchEvent(new Event("input", { bubbles: true }))
    this.soon(0)
  }

  async ask(button) {
    clearTimeout(this.timer)
    if (this.text.readOnly) return // it is on its way
    const number = ++this.number
    const body = button ? new FormData(this.form) : proof(this.form)
    body.delete("files")
    body.set("text", this.text.value)
    if (button) body.set("decide", button.value)
    const answer = await fetch(this.dataset.address, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok && answer?.status !== 422) return
    if (answer.redirected || number !== this.number || !this.isConnected) return
    const html = await answer.text()
    const shown = this.querySelector("[data-chips]")
    if (!button && shown.contains(document.activeElement)) return // someone is changing one
    const focused = shown.contains(document.activeElement) ? document.activeElement.closest("[data-chip]")?.id : null
    shown.innerHTML = html
    if (focused) (document.getElementById(focused)?.querySelector("[aria-invalid], button, summary") ?? this.text).focus()
    this.tell(shown.querySelector("[data-summary]")?.dataset.summary ?? "")
  }

  tell(summary) {
    const said = this.querySelector("[role=status]")
    if (said.textContent !== summary) said.textContent = summary
  }
}

customElements.define("wk-words", Words)
