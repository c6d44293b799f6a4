// What every page has. All of it works without; this makes it better.
import "look/menu"
import "look/theme"
import "look/wk-time"
