// Counts down what carries data-until, once a second; at zero the line says that it is on its way.
setInterval(() => {
  for (const one of document.querySelectorAll("[data-until]")) {
    const left = Math.round((Date.parse(one.dataset.until) - Date.now()) / 1000)
    one.textContent = left > 0 ? one.textContent.replace(/\d+/, left) : one.textContent.replace(/\d+/, 0)
    if (left <= 0) one.closest(".delivery")?.querySelector("form")?.remove()
  }
}, 1000)
