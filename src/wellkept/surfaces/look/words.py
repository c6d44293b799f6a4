"""Times, sizes and names as people say them, in the reader's language and time zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from wellkept.kernel import clock as kernel_clock


def iso(at: datetime) -> str:
    """For the `datetime` attribute."""
    return at.isoformat(timespec="seconds")


def _here(*moments: datetime) -> tuple[datetime, ...]:
    """Them where the reader is."""
    zone = timezone.get_current_timezone()
    return tuple(at.astimezone(zone) for at in moments)


def clock(at: datetime | None) -> str:
    """As short as a list needs: 10:42 today, Tue within six days, 12 Mar this year, 12 Mar 2024 before."""
    if at is None:
        return ""
    local, today = _here(at, kernel_clock.now())
    if local.date() == today.date():
        return f"{local.hour:02}:{local.minute:02}"
    if today.date() - timedelta(days=6) <= local.date() < today.date():
        return day_in(local, "D")
    return day_in(local, "j M" if local.year == today.year else "j M Y")


def moment(at: datetime | None) -> str:
    """Day and time: "today, 10:42", "Tue 09:12", "12 Mar, 09:12"."""
    if at is None:
        return ""
    local, today = _here(at, kernel_clock.now())
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today.date():
        return _("today, %(time)s") % {"time": time}
    if today.date() - timedelta(days=6) <= local.date() < today.date():
        return f"{day_in(local, 'D')} {time}"
    return f"{day_in(local, 'j M' if local.year == today.year else 'j M Y')}, {time}"


def exact(at: datetime) -> str:
    """All of it, for whoever points at a short one: "Thursday 12 March 2026, 09:12"."""
    (local,) = _here(at)
    return f"{day_in(local, 'l j F Y')}, {local.hour:02}:{local.minute:02}"


def ago(at: datetime | None) -> str:
    """How long it has been: "just now", "5 min ago", "3 h ago"; from a day on, and before it comes, as `moment`."""
    if at is None:
        return ""
    minutes = (kernel_clock.now() - at) // timedelta(minutes=1)
    if minutes < 0 or minutes >= 24 * 60:
        return moment(at)
    if minutes == 0:
        return _("just now")
    if minutes < 60:
        return _("%(count)s min ago") % {"count": minutes}
    return _("%(count)s h ago") % {"count": minutes // 60}


def day(at: datetime) -> str:
    """A whole day's name, for the line between two days."""
    local, today = _here(at, kernel_clock.now())
    if local.date() == today.date():
        return _("Today")
    return day_in(local, "l j F" if local.year == today.year else "l j F Y")


def day_in(local: datetime, form: str) -> str:
    """The day in one of Django's date formats; a page of messages says the same few days again and again."""
    return _day_written(local.date(), form, get_language())


@lru_cache(maxsize=4096)
def _day_written(on: date, form: str, language: str | None) -> str:
    return date_format(on, form)


def filesize(size: int) -> str:
    """1.2 MB, 340 kB, 12 bytes."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= step:
            figure = f"{size / step:.1f}" if size < 10 * step else f"{size / step:.0f}"
            return f"{figure} {unit}"
    return _("%(count)s bytes") % {"count": size}


@lru_cache(maxsize=512)
def markdown(text: str) -> SafeString:
    """What an agent wrote, as HTML: no raw HTML, links made, single line ends kept."""
    html: str = _markdown(_MAYBE_A_LINK.search(text) is not None).render(text)
    return mark_safe(html)  # noqa: S308  the renderer escapes; raw HTML is off


_MAYBE_A_LINK = re.compile(r"\S[.:@/]\S")  # looking for links costs more than all the rest


@lru_cache(maxsize=2)
def _markdown(with_links: bool) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": with_links, "breaks": True})
    made.enable(["linkify", "table", "strikethrough"])
    made.add_render_rule("link_open", _link_open)
    return made


def _link_open(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("rel", "nofollow noopener noreferrer")
    tokens[index].attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))


_SEPARATORS = re.compile(r"[\s._@-]+")


def initials(name: str) -> str:
    """One or two letters for the round mark: the first and the last name's, else the beginning."""
    parts = [part for part in _SEPARATORS.split(name.partition("@")[0]) if part[:1].isalnum()]
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def paragraphs(text: str) -> SafeString:
    """Plain text as HTML: escaped, links made, blank lines to paragraphs, line ends kept."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    html = "".join(f'<p dir="auto">{_linked(part)}</p>' for part in parts)
    return mark_safe(html)  # noqa: S308  every part was escaped by _linked


def _linked(text: str) -> str:
    if "://" in text or "www." in text or "@" in text:
        linked = urlize(text, nofollow=True, autoescape=True)
        linked = str(linked).replace('rel="nofollow"', 'rel="nofollow noopener noreferrer" target="_blank"')
    else:
        linked = str(conditional_escape(text))
    return linked.replace("\n", "<br>")


def number(count: int) -> str:
    """A count that was taken up to a thousand: 1,001 means "1,000+"."""
    return "1,000+" if count > 1000 else f"{count:,}"
