// What carries data-submits sends its form by itself: a select when it changes, a line of text when it is left.
document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-submits]")) target.form.requestSubmit()
})

document.addEventListener("focusout", ({ target }) => {
  if (target.matches("input[data-submits]") && target.value !== target.defaultValue) target.form.requestSubmit()
})

document.addEventListener(
  "keydown",
  ({ key, target }) => {
    if (key === "Escape" && target.matches?.("input[data-submits]")) target.value = target.defaultValue
  },
  true, // before the field is left
)
