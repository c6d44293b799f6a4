// <wk-time form="clock|moment|ago"> around a <time>: what the server wrote stays true as minutes and days pass.
// For "ago" the words come along: minutes="… min ago" hours="… h ago".
const root = document.documentElement
const options = { timeZone: root.dataset.zone || undefined }
const days = new Intl.DateTimeFormat("en-CA", options)
const weekdays = new Intl.DateTimeFormat(root.lang, { ...options, weekday: "short" })
const clocks = new Intl.DateTimeFormat("en-GB", { ...options, hour: "2-digit", minute: "2-digit" })
const shown = new Set()
let ticking

class Time extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time")
    this.at = new Date(this.time?.dateTime)
    if (isNaN(this.at)) return
    this.day = days.format(Date.now())
    shown.add(this)
    ticking ??= setInterval(() => shown.forEach((one) => one.tick(Date.now())), 60_000)
  }

  disconnectedCallback() {
    shown.delete(this)
    if (!shown.size) ticking = clearInterval(ticking)
  }

  tick(now) {
    const minutes = Math.floor((now - this.at) / 60_000)
    if (this.getAttribute("form") === "ago" && minutes >= 1 && minutes < 24 * 60) return this.say(this.ago(minutes))
    const today = days.format(now)
    if (today === this.day) return
    this.day = today
    const age = Math.round((Date.parse(today) - Date.parse(days.format(this.at))) / 86_400_000)
    if (age < 1 || age > 6) return // what the server wrote for these stays true for long
    const weekday = weekdays.format(this.at)
    this.say(this.getAttribute("form") === "clock" ? weekday : `${weekday} ${clocks.format(this.at)}`)
  }

  ago(minutes) {
    const [words, count] = minutes < 60 ? ["minutes", minutes] : ["hours", Math.floor(minutes / 60)]
    return this.getAttribute(words).replace("…", count)
  }

  say(text) {
    if (this.time.textContent !== text) this.time.textContent = text
  }
}

customElements.define("wk-time", Time)
