// Brings files to a draft and shows how far they are.
import { proof } from "desk/draft"

export function upload(form, files, words) {
  const body = proof(form)
  for (const file of files) body.append("files", file)
  const request = new XMLHttpRequest() // fetch can not say how much has left
  request.upload.addEventListener("progress", ({ loaded, total }) => say(form, `${words.attaching} ${Math.floor((100 * loaded) / total)} %`))
  request.addEventListener("load", () => show(form, request.status, request.responseText, words))
  request.addEventListener("error", () => say(form, words.unattached))
  request.open("POST", form.dataset.files)
  request.send(body)
  say(form, words.attaching)
}

export async function remove(button, words) {
  const form = button.closest("form")
  try {
    // The header asks for the list of files; a browser without scripts gets the page instead
    const answer = await fetch(button.dataset.remove, { method: "POST", body: proof(form), headers: { "HX-Request": "true" } })
    show(form, answer.status, await answer.text(), words)
  } catch {
    say(form, words.unattached)
  }
}

function show(form, status, text, words) {
  const isRefused = status === 413 || status === 422 // the server says why, in a sentence
  if (status === 200) form.querySelector("[data-uploads]").innerHTML = text
  say(form, status === 200 ? "" : isRefused ? text.slice(0, 300) : words.unattached)
}

function say(form, text) {
  form.querySelector(".saved").textContent = text
}
