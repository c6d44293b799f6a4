"""The allow-lists. What is not named here does not exist in the desk."""

from __future__ import annotations


def named(words: str) -> frozenset[str]:
    """The words of a list that is read, not edited."""
    return frozenset(words.split())


FORMATTING = named("b big code em font i nobr s small strike strong tt u")

TAGS = named(
    """
    a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup
    dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins
    kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup
    table tbody td tfoot th thead time tr tt u ul var wbr
    """
)

# Gone with everything inside: programs, other languages, and what was never meant to be read in the body.
DROPPED_WHOLE = named(
    """
    applet audio canvas embed frame frameset head iframe math noembed noframes noscript object plaintext
    script select style svg template textarea title video xml xmp
    """
)

VOID = named("area base br col embed hr img input link meta param source track wbr")

_CELL = {"align", "valign", "width", "height", "bgcolor"}

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "title", "dir", "lang", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border"},
    "font": {"color", "size", "face"},
    "table": {"width", "height", "bgcolor", "border", "cellpadding", "cellspacing"},
    "tr": _CELL,
    "td": _CELL | {"colspan", "rowspan", "nowrap"},
    "th": _CELL | {"colspan", "rowspan", "scope", "nowrap"},
    "col": {"width", "span"},
    "colgroup": {"width", "span"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value", "type"},
    "hr": {"width", "size", "color"},
    "time": {"datetime"},
    "details": {"open"},
}

LINK_SCHEMES = ("http", "https", "mailto", "tel")

# Nothing that leaves its place (position, z-index, transform), nothing that fetches, nothing that moves.
STYLES = named(
    """
    background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
    border-collapse border-color border-left border-left-color border-left-style border-left-width
    border-radius border-right border-right-color border-right-style border-right-width border-spacing
    border-style border-top border-top-color border-top-style border-top-width border-width caption-side
    clear color direction display float font font-family font-size font-style font-variant font-weight
    height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right
    margin-top max-height max-width min-height min-width overflow-wrap padding padding-bottom padding-left
    padding-right padding-top table-layout text-align text-decoration text-indent text-transform
    unicode-bidi vertical-align white-space width word-break word-spacing word-wrap
    """
)
