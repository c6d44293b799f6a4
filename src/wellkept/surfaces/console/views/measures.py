"""The cases behind a figure: hits and misses alike, each leading to its conversation and message."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellkept.conversations.models import Conversation
from wellkept.conversations.queries import conversations_for
from wellkept.insight.tiles.counting import count
from wellkept.insight.tiles.evidence import LEFT_OUT, Evidence, evidence
from wellkept.insight.tiles.tile import HIT, MISS, OPEN, Tile
from wellkept.promises.models import Kind
from wellkept.surfaces.console.figures import amount, view
from wellkept.surfaces.console.pages import access, for_supervisors, page
from wellkept.surfaces.console.paging import Listing
from wellkept.surfaces.console.sifting import sift

from .principles import known

ONLY = ("", HIT, MISS, OPEN, LEFT_OUT)


@require_safe
@for_supervisors
def measure(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A page of cases; `only` narrows to hits, misses, open ones or what was left out."""
    principle = known(slug)
    tile = next((one for one in principle.measures if one.key == key), None)
    if tile is None:
        raise Http404(_("There is no such measure."))
    sifted = sift(request)
    only = request.GET.get("only", "")
    only = only if only in ONLY else ""
    after = _read(request.GET.get("after", ""))
    found = evidence(tile, sifted.scope, only=only, after=after)
    numbers = {row.conversation_id for row in found.rows if row.conversation_id is not None}
    conversations: dict[int, Conversation] = {
        one.pk: one for one in conversations_for(access(request)).filter(pk__in=numbers)
    }
    context = {
        "principle": principle,
        "tile": tile,
        "view": view(count(tile, sifted.scope)),
        "sifted": sifted,
        "only": only,
        "choices": _choices(tile),
        "listing": Listing(found.rows, _write(found.after), is_first=after is None),
        "conversations": conversations,
        "kinds": {kind.value: _(kind.label) for kind in Kind},
        "says": {row.id: _says(tile, row) for row in found.rows},
        "more": {**sifted.kept, **({"only": only} if only else {})},
    }
    return page(request, "measure", context, here="principles")


def _choices(tile: Tile) -> list[tuple[str, str]]:
    """What the list can be narrowed to, where there is anything to tell apart."""
    kinds = [(HIT, tile.hit), (MISS, tile.miss), (OPEN, tile.open)]
    named = [(kind, str(name)) for kind, name in kinds if name]
    return [("", _("All that was counted")), *named, (LEFT_OUT, _("Left out, and why"))]


def _says(tile: Tile, row: Evidence) -> tuple[str, str]:
    """What became of a case in words, and what was measured of it."""
    names = {HIT: tile.hit, MISS: tile.miss, OPEN: tile.open}
    said = (
        str(names[row.verdict]) if row.verdict in names else _("Left out: %(why)s") % {"why": _(row.verdict)}
    )
    return said, amount(tile, row.amount) if row.amount is not None and tile.how != "share" else ""


def _read(cursor: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    day, _dot, number = cursor.partition(".")
    if not (day.isdecimal() and number.isdecimal() and len(cursor) < 40):
        raise Http404(_("That page link is not one of ours."))
    return int(day), int(number)


def _write(after: tuple[int, int] | None) -> str:
    return f"{after[0]}.{after[1]}" if after else ""
