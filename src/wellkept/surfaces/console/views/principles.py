"""The principles: what we promise, how it is done, what guards it, and how it goes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellkept.insight.tiles.book import TILES
from wellkept.insight.tiles.counting import count
from wellkept.principles.book import BY_SLUG, PRINCIPLES
from wellkept.principles.contract import Principle
from wellkept.surfaces.console.figures import view
from wellkept.surfaces.console.pages import for_supervisors, page
from wellkept.surfaces.console.sifting import sift


@require_safe
@for_supervisors
def principles(request: HttpRequest) -> HttpResponse:
    """All of them, each with its promise and its first figures."""
    sifted = sift(request)
    rows = [(one, [view(count(tile, sifted.scope)) for tile in one.first]) for one in PRINCIPLES]
    return page(request, "principles", {"rows": rows, "sifted": sifted}, here="principles")


@require_safe
@for_supervisors
def principle(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them, with every measure."""
    one = known(slug)
    sifted = sift(request)
    place = PRINCIPLES.index(one)
    context = {
        "principle": one,
        "views": [
            view(count(tile, sifted.scope, with_weeks=True, with_before=True)) for tile in one.measures
        ],
        "names": {key: tile.name for key, tile in TILES.items()},
        "sifted": sifted,
        "before": PRINCIPLES[place - 1] if place else None,
        "after": PRINCIPLES[place + 1] if place + 1 < len(PRINCIPLES) else None,
    }
    return page(request, "principle", context, here="principles")


def known(slug: str) -> Principle:
    """The principle of that address."""
    try:
        return BY_SLUG[slug]
    except KeyError:
        raise Http404(_("There is no such principle.")) from None
