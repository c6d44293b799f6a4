// Fields of the playbook save themselves when they change, and only what follows from them is drawn anew: the focus stays.
import { patch } from "desk/patch"

let sending = Promise.resolve()

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-saves]")
  if (form) sending = sending.then(() => save(form.action, new URLSearchParams(new FormData(form))))
})

// Enter in a field saves it as leaving it does.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-saves]")) return
    event.preventDefault()
    event.stopImmediatePropagation()
    document.activeElement?.blur()
  },
  true,
)

async function save(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Part": "playbook" } }).catch(() => null)
  if (!answer || (!answer.ok && answer.status !== 422) || answer.redirected) return
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("playbook")
  const old = document.getElementById("playbook")
  if (now && old) patch(old, document.adoptNode(now))
}
