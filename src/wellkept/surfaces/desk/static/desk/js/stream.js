// One stream of events for all tabs of this browser, which has few connections to give: the tab that holds the lock
// listens and tells the others. Where there are no locks (plain HTTP to another machine) a tab listens while it is seen.

const NAMES = ["conversation", "access", "reload"]
const AGAIN_AFTER = 5000
const channel = new BroadcastChannel("wellkept-live")

// `hear(name, data)` is called for every event, whichever tab received it.
export function listen(hear) {
  const tell = (name, data) => {
    hear(name, data)
    channel.postMessage([name, data])
  }
  if (navigator.locks) {
    channel.addEventListener("message", ({ data: [name, data] }) => hear(name, data))
    navigator.locks.request("wellkept-live", () => new Promise(() => open(tell)))
    return
  }
  let close
  const follow = () => {
    if (document.hidden) close = close?.()
    else if (!close) (close = open(hear)), hear("reload")
  }
  document.addEventListener("visibilitychange", follow)
  close = document.hidden ? undefined : open(hear)
}

// Opens the stream and returns what closes it. The browser resumes after a lost connection by itself; after a refusal
// (the desk restarts, the session ended) it would not, and what was missed is read anew.
function open(tell) {
  let source
  let timer
  const connect = (isAgain) => {
    source = new EventSource("/live")
    for (const name of NAMES) source.addEventListener(name, ({ data }) => tell(name, JSON.parse(data)))
    if (isAgain) source.addEventListener("hello", () => tell("reload"), { once: true })
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN_AFTER, true)
    })
  }
  const close = () => {
    clearTimeout(timer)
    source.close()
  }
  connect(false)
  addEventListener("pagehide", close)
  addEventListener("pageshow", ({ persisted }) => persisted && connect(true))
  return close
}
