// Keeps one sheet of the composer on the server while it is written: one save at a time, the newest words last.

const SAVE_AFTER = 600
const TRY_AGAIN_AFTER = 5000
const stored = new Map() // what this window last brought to the server, by the sheet's address

export class Draft {
  constructor(form, words) {
    this.form = form
    this.words = words
    this.text = form.elements.text
    this.version = form.elements.version
    this.address = form.dataset.draft
  }

  get isUnsaved() {
    return this.waits && !this.isSending
  }

  typed() {
    this.waits = true
    this.saveIn(SAVE_AFTER)
  }

  saveIn(milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), milliseconds)
  }

  // Resolves when what is typed by now is stored, or could not be.
  save() {
    clearTimeout(this.timer)
    if (this.isUnsaved) this.saving = (this.saving ?? Promise.resolve()).then(() => this.store())
    return this.saving
  }

  // The page goes: nothing can be waited for. A save under way will have raised the version by one.
  saveNow() {
    clearTimeout(this.timer)
    if (this.isUnsaved) this.store({ keepalive: true, ahead: this.isStoring ? 1 : 0 })
  }

  async store({ keepalive = false, ahead = 0 } = {}) {
    if (!this.isUnsaved) return
    this.waits = false
    this.isStoring = true
    const body = proof(this.form)
    const text = this.text.value
    body.set("text", text)
    body.set("version", Number(this.version.value) + ahead)
    const seen = this.form.elements.seen_message_id
    if (seen) body.set("seen_message_id", seen.value)
    try {
      const answer = await fetch(this.address, { method: "POST", body, keepalive })
      if (answer.redirected || (!answer.ok && answer.status !== 409)) throw new Error(answer.status)
      const kept = await answer.json()
      if (answer.status === 409) return this.differs(kept)
      stored.set(this.address, text)
      this.version.value = kept.version
      this.say("")
    } catch {
      this.waits = true
      this.say(this.words.unsaved)
      this.saveIn(TRY_AGAIN_AFTER)
    } finally {
      this.isStoring = false
    }
  }

  // Another window changed the draft: both are shown, neither is overwritten. What this window wrote itself is no news.
  differs(kept) {
    this.version.value = kept.version
    if (!kept.body || kept.body === stored.get(this.address)) return this.typed()
    const notice = this.form.querySelector(".conflict")
    notice.querySelector("q").textContent = kept.body
    notice.hidden = false
    this.other = kept.body
  }

  takeOther() {
    this.text.value = `${this.text.value}\n\n${this.other}`
    this.form.querySelector(".conflict").hidden = true
    this.text.focus()
    this.typed()
  }

  // While a message leaves nothing may bring its words back as a draft.
  hold() {
    clearTimeout(this.timer)
    this.isSending = this.text.readOnly = true
  }

  release() {
    this.isSending = this.text.readOnly = false
    if (this.waits) this.typed()
  }

  say(text) {
    this.form.querySelector(".saved").textContent = text
  }
}

export function proof(form) {
  const body = new FormData()
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  return body
}
