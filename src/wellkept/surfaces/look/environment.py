"""The Jinja2 environment of every page: autoescape always on, translations, addresses, times as people say them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static as find_static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from jinja2 import Environment
from markupsafe import Markup

from . import bundle, context, marks, words


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend."""
    options.update(autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False, cache_size=-1)
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701  autoescape is set above
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # from i18n
    made.globals.update(
        _=say,
        gettext=say,
        static=static,
        url=url,
        always=always,
        css_url=bundle.css_url,
        icon=marks.icon,
        avatar=marks.avatar,
        time=marks.time,
        import_map=bundle.import_map,
        language=translation.get_language,
        is_rtl=translation.get_language_bidi,
        zone_name=timezone.get_current_timezone_name,
        theme_of=context.theme,
        local_outbox_only=lambda: not settings.OUTGOING_SMTP,
    )
    made.filters.update(
        iso=words.iso,
        clock=words.clock,
        moment=words.moment,
        exact=words.exact,
        ago=words.ago,
        day=words.day,
        filesize=words.filesize,
        initials=words.initials,
        paragraphs=words.paragraphs,
        markdown=words.markdown,
        number=words.number,
    )
    return made


def say(message: str, /, **values: Any) -> Markup:
    """`_()` of the templates: the translation as markup, what is filled in escaped."""
    text = _translated(translation.get_language(), message)
    return text % values if "%" in text else text


@lru_cache(8192)
def _translated(language: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704  our own words, or their translator's


def url(name: str, *args: object) -> str:
    """The address of a named page; `args` are numbers or words."""
    return _address(name, len(args)) % tuple(
        one if isinstance(one, int) else quote(str(one), safe="") for one in args
    )


@lru_cache(512)
def _address(name: str, count: int) -> str:
    """It with a %s in each place, found with numbers that stand nowhere else in it."""
    marks = [10**17 + place for place in range(count)]
    found = reverse(name, args=marks or None).replace("%", "%%")
    for mark in marks:
        found = found.replace(str(mark), "%s")
    return found


@lru_cache(1024)
def static(path: str) -> str:
    """The address of a file of ours, with its hash."""
    return find_static(path)


def always(template: str) -> Markup:
    """A piece that is the same on every page: written once for each language."""
    return _always(translation.get_language(), template)


@lru_cache(256)
def _always(language: str | None, template: str) -> Markup:
    return Markup(get_template(template).render())  # noqa: S704  a template's own output
