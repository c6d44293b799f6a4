// Keeps every word on the server while it is written, takes files in, sends once.

const SAVE_AFTER = 600

class Composer extends HTMLElement {
  connectedCallback() {
    this.leaving = new AbortController()
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal: this.leaving.signal })
    on(this, "click", (event) => this.clicked(event))
    on(this, "input", (event) => event.target.matches("textarea") && this.typed(event.target))
    on(this, "change", (event) => event.target.matches("input[type=file]") && this.upload(event.target.form, event.target.files, event.target))
    on(this, "keydown", (event) => this.pressed(event))
    on(this, "submit", (event) => this.submitted(event))
    on(this, "paste", (event) => this.dropped(event, event.clipboardData))
    on(this, "dragover", (event) => event.preventDefault())
    on(this, "drop", (event) => this.dropped(event, event.dataTransfer))
    on(window, "pagehide", () => this.saveAll())
  }

  disconnectedCallback() {
    this.leaving.abort()
    clearTimeout(this.timer)
  }

  clicked(event) {
    const tab = event.target.closest("[data-sheet]")
    if (tab) this.show(tab.dataset.sheet)
    const remove = event.target.closest("[data-remove]")
    if (remove) {
      event.preventDefault()
      this.replaceFiles(remove.closest("form"), fetch(remove.dataset.remove, { method: "POST", body: this.proof(remove.closest("form")) }))
    }
  }

  show(name) {
    for (const sheet of this.querySelectorAll(".sheet")) sheet.hidden = sheet.dataset.view !== name
    for (const tab of this.querySelectorAll("[data-sheet]")) tab.setAttribute("aria-selected", String(tab.dataset.sheet === name))
    this.classList.toggle("is-note", name === "note")
    this.querySelector(".sheet:not([hidden]) textarea")?.focus()
  }

  typed(text) {
    text.form.dataset.unsaved = "1"
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(text.form), SAVE_AFTER)
  }

  saveAll() {
    for (const form of this.querySelectorAll("form[data-unsaved]")) this.save(form, true)
  }

  async save(form, keepalive = false) {
    if (form.dataset.sending) return
    delete form.dataset.unsaved
    const body = this.proof(form)
    body.set("text", form.elements.text.value)
    body.set("version", form.elements.version.value)
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive })
      const stored = await answer.json()
      if (answer.status === 409) return this.conflict(form, stored)
      form.elements.version.value = stored.version
      form.querySelector(".saved").textContent = ""
    } catch {
      form.dataset.unsaved = "1"
      form.querySelector(".saved").textContent = "Not saved yet"
      this.timer = setTimeout(() => this.save(form), 5000)
    }
  }

  conflict(form, stored) {
    const note = form.querySelector(".conflict")
    note.hidden = false
    note.replaceChildren("This draft was changed in another window: ", Object.assign(document.createElement("q"), { textContent: stored.body }), " ")
    const take = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Add it below mine" })
    take.addEventListener("click", () => {
      form.elements.text.value = `${form.elements.text.value}\n\n${stored.body}`
      form.elements.version.value = stored.version
      note.hidden = true
      this.typed(form.elements.text)
    })
    note.append(take)
    form.elements.version.value = stored.version
  }

  pressed(event) {
    if (event.isComposing || !event.target.matches("textarea")) return
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      event.target.form.requestSubmit(event.target.form.querySelector(".bar [type=submit]"))
    }
  }

  submitted(event) {
    const form = event.target
    if (form.dataset.sending) return event.preventDefault()
    form.dataset.sending = "1"
    clearTimeout(this.timer)
    setTimeout(() => delete form.dataset.sending, 8000)
  }

  dropped(event, from) {
    const form = this.querySelector(".sheet:not([hidden])")
    if (!from?.files?.length || !form) return
    event.preventDefault()
    this.upload(form, from.files)
  }

  upload(form, files, input) {
    const body = this.proof(form)
    for (const file of files) body.append("files", file)
    if (input) input.value = ""
    form.querySelector(".saved").textContent = "Attaching …"
    this.replaceFiles(form, fetch(form.dataset.files, { method: "POST", body }))
  }

  async replaceFiles(form, request) {
    const said = form.querySelector(".saved")
    try {
      const answer = await request
      const text = await answer.text()
      if (answer.ok) form.querySelector("[data-uploads]").innerHTML = text
      said.textContent = answer.ok ? "" : text.slice(0, 200)
    } catch {
      said.textContent = "Not attached: the desk did not answer"
    }
  }

  proof(form) {
    const body = new FormData()
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    return body
  }
}

customElements.define("wk-composer", Composer)
