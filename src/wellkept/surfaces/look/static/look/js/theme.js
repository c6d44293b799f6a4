// The button that turns pages light or dark. The choice is kept with the agent, and in this browser for its next sign-in.
const root = document.documentElement

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-toggle]")) return
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
  keep((root.dataset.theme = isDark ? "light" : "dark"))
})

function keep(theme) {
  const secure = location.protocol === "https:" ? "; secure" : ""
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`
  if (!root.dataset.themeKept) return // nobody is signed in
  const proof = document.querySelector("meta[name=csrf-token]").content
  const body = new URLSearchParams({ theme })
  fetch(root.dataset.themeKept, { method: "POST", body, headers: { "X-CSRFToken": proof }, keepalive: true }).catch(() => {})
}
