// A select with data-submits sends its form when it changes.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit()
})
