// The frame of a designed mail loads when it is opened, and is as tall as the room allows.
document.addEventListener(
  "toggle",
  (event) => {
    const frame = event.target.matches?.("details.formatted") && event.target.querySelector("iframe[data-src]")
    if (frame && event.target.open && !frame.src) frame.src = frame.dataset.src
  },
  true,
)
