"""Parts that stand on a page dozens of times: functions, because a macro costs ten times as much. No import needed."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import gettext as _
from markupsafe import Markup

from . import words

_FORMS = {"moment": words.moment, "clock": words.clock, "ago": words.ago}


@lru_cache(256)
def icon(name: str, turns: bool = False) -> Markup:
    """A symbol of icons.svg; `turns` where it is mirrored in right-to-left."""
    return Markup(
        '<svg class="icon{}" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#i-{}"/></svg>'
    ).format(" turns" if turns else "", staticfiles_storage.url("look/icons.svg"), name)


@lru_cache(2048)
def avatar(name: str, ours: bool = False, size: str = "") -> Markup:
    """The round mark of a person; `ours` for an agent; `size`: "", small, large."""
    classes = " ".join(filter(None, ("avatar", size, "ours" if ours else "")))
    return Markup('<span class="{}" aria-hidden="true">{}</span>').format(classes, words.initials(name))


def time(at: datetime | None, form: str = "moment") -> Markup:
    """A moment that stays true while the page is open; nothing for None. `form`: moment, clock or ago."""
    if at is None:
        return Markup()
    more = ""
    if form == "ago":
        more = Markup(' minutes="{}" hours="{}"').format(
            _("%(count)s min ago") % {"count": "…"}, _("%(count)s h ago") % {"count": "…"}
        )
    return Markup(  # noqa: S704  times hold nothing to escape; what is translated is escaped
        f'<wk-time form="{form}"{more}><time datetime="{words.iso(at)}" title="{Markup.escape(words.exact(at))}">'
        f"{Markup.escape(_FORMS[form](at))}</time></wk-time>"
    )
