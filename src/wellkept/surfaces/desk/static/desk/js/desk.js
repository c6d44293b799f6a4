// The desk's modules. Every page works without them; they make it quicker.
import "look/theme"
import "look/until"
import "desk/composer"
import "desk/frames"
import "desk/keys"
import "desk/live"
import "desk/palette"
import "desk/submits"
