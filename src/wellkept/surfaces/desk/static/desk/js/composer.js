// <wk-composer> around the sheets for a reply and a note. Every word is kept, nothing is sent twice, and a message that
// arrives meanwhile shows itself first.
import { Draft } from "desk/draft"
import { remove, upload } from "desk/uploads"

const LONGEST_WAIT = 15_000
const left = new Map() // words not stored yet when the page around the composer was replaced
let present // the composer on the page; a new one comes before the old one goes
let hasSent = false

class Composer extends HTMLElement {
  connectedCallback() {
    if (present?.isConnected) present.leave()
    present = this
    this.words = { unsaved: this.dataset.unsaved, attaching: this.dataset.attaching, unattached: this.dataset.unattached }
    this.drafts = new Map([...this.querySelectorAll(".sheet")].map((form) => [form, new Draft(form, this.words)]))
    this.leaving = new AbortController()
    const on = (target, kind, act, capture = false) => target.addEventListener(kind, act, { signal: this.leaving.signal, capture })
    on(this, "click", (event) => this.clicked(event))
    on(this, "input", (event) => event.target.matches("textarea") && this.drafts.get(event.target.form).typed())
    on(this, "focusout", (event) => event.target.matches("textarea") && this.drafts.get(event.target.form).save())
    on(this, "change", (event) => event.target.matches("input[type=file]") && this.chosen(event.target))
    on(this, "keydown", (event) => this.pressed(event))
    on(this, "submit", (event) => this.submitted(event), true) // before htmx hears of it
    on(this, "paste", (event) => this.dropped(event, event.clipboardData))
    on(this, "dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault())
    on(this, "drop", (event) => this.dropped(event, event.dataTransfer))
    on(this, "htmx:error", () => this.drafts.forEach((draft) => draft.release()))
    on(document, "wk-arrived", (event) => this.arrived(event.detail))
    on(window, "pagehide", () => this.drafts.forEach((draft) => draft.saveNow()))
    this.comeBack()
  }

  disconnectedCallback() {
    this.leave()
  }

  leave() {
    if (this.leaving.signal.aborted) return
    this.leaving.abort()
    for (const draft of this.drafts.values()) {
      clearTimeout(draft.timer)
      if (draft.isUnsaved) left.set(draft.address, draft.text.value)
      hasSent ||= Boolean(draft.isSending)
    }
  }

  // After the column was replaced: what was typed meanwhile, and the focus where it helps.
  comeBack() {
    for (const draft of this.drafts.values()) {
      const words = left.get(draft.address)
      left.delete(draft.address)
      if (words === undefined || words === draft.text.value) continue
      draft.text.value = words
      draft.typed()
    }
    if (!hasSent) return
    hasSent = false
    if (document.getElementById("problem")) this.current.text.focus()
    else document.getElementById("thread-scroll")?.focus({ preventScroll: true })
  }

  get current() {
    return this.drafts.get(this.querySelector(".sheet:not([hidden])"))
  }

  clicked(event) {
    const { target } = event
    const tab = target.closest("[data-sheet]")
    if (tab) this.show(tab.dataset.sheet)
    if (target.closest("[data-take]")) this.current.takeOther()
    if (target.closest("[data-read]")) this.read()
    const button = target.closest("[data-remove]")
    if (button) remove(button, this.words)
    if (button) event.preventDefault() // without this it would post the whole sheet
  }

  show(name) {
    for (const sheet of this.querySelectorAll(".sheet")) sheet.hidden = sheet.dataset.view !== name
    for (const tab of this.querySelectorAll("[data-sheet]")) tab.setAttribute("aria-selected", String(tab.dataset.sheet === name))
    this.classList.toggle("is-note", name === "note")
    this.current.text.focus()
  }

  pressed(event) {
    if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return
    event.preventDefault()
    event.target.form.requestSubmit(event.target.form.querySelector(".bar .end [type=submit]"))
  }

  // A save under way ends first: arriving after the message it would bring the words back as a draft.
  async submitted(event) {
    const draft = this.drafts.get(event.target)
    if (draft.isSending || draft.isStoring) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    if (draft.isSending) return
    if (draft.isStoring) {
      const { submitter } = event
      await draft.saving
      return draft.form.requestSubmit(submitter)
    }
    draft.hold()
    setTimeout(() => this.isConnected && draft.release(), LONGEST_WAIT)
  }

  // A message of the customer is here that was not when the page was made. An empty sheet answers it as well.
  arrived(newest) {
    const draft = [...this.drafts.values()].find((one) => one.form.elements.seen_message_id)
    if (!draft || Number(draft.form.elements.seen_message_id.value) >= newest) return
    this.newest = newest
    if (!draft.text.value.trim()) this.read({ quietly: true })
    else draft.form.querySelector(".arrived").hidden = false
  }

  read({ quietly = false } = {}) {
    const form = this.querySelector(".sheet:has([name=seen_message_id])")
    const notice = form.querySelector(".arrived")
    const newest = this.newest ?? Number(notice.dataset.newest)
    form.elements.seen_message_id.value = newest
    notice.hidden = true
    if (!quietly) this.drafts.get(form).typed() // so that the draft remembers it, too
    if (!quietly) document.getElementById(`m-${newest}`)?.scrollIntoView({ block: "center" })
  }

  chosen(input) {
    upload(input.form, [...input.files], this.words)
    input.value = "" // they are the draft's now, and need not come along again
  }

  dropped(event, from) {
    if (!from?.files?.length) return
    event.preventDefault()
    upload(this.current.form, from.files, this.words)
  }
}

customElements.define("wk-composer", Composer)
