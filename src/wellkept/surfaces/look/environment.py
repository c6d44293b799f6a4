"""The Jinja2 environment of every page: autoescape always on, translations, addresses, times as people say them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from jinja2 import Environment

from . import bundle, context, words


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend."""
    options.update(autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False, cache_size=-1)
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701  autoescape is set above
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # from i18n
    made.globals.update(
        static=static,
        url=url,
        css_url=bundle.css_url,
        icons_url=lambda: static("look/icons.svg"),
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


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
