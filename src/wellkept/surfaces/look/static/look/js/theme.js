// Light or dark, by choice; without one the system decides.
const root = document.documentElement
const kept = localStorage.getItem("theme")
if (kept && !root.dataset.theme) root.dataset.theme = kept

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-toggle]")) return
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
  root.dataset.theme = dark ? "light" : "dark"
  localStorage.setItem("theme", root.dataset.theme)
})
