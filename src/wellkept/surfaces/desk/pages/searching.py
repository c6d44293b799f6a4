"""What a search is understood to mean, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from wellkept.conversations.access import Access
from wellkept.conversations.domain.asking import ask
from wellkept.conversations.operators import OPERATORS, Asker, NotUnderstood, Operator, filter_of
from wellkept.conversations.search import Hit, matching, search
from wellkept.kernel.text import whole


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition as it was typed; `rest` is the search without it, `problem` why it means nothing."""

    text: str
    rest: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`older` goes into a link; `operators` are all that there are, for the help."""

    query: str
    chips: list[Chip]
    hits: list[Hit]
    older: str
    operators: list[Operator]


def find(query: str, access: Access, *, after: str, at: datetime) -> Found:
    """Raises ValueError when `after` is no cursor of ours. With a condition that means nothing, nothing is found."""
    asked = ask(query, OPERATORS)
    asker = Asker(access, at, timezone.get_current_timezone())
    chips: list[Chip] = []
    where = Q()
    for condition in asked.conditions:
        problem = ""
        try:
            where &= filter_of(condition, asker)
        except NotUnderstood as refusal:
            problem = str(refusal)
        chips.append(Chip(condition.text, asked.without(condition), problem))
    hits: list[Hit] = []
    older = ""
    if any(chip.problem for chip in chips):
        pass
    elif asked.words:
        page = search(asked.words, access, where=where if chips else None, after=whole(after))
        hits, older = page.hits, str(page.older or "")
    elif chips:
        listed = matching(where, access, after=after or None)
        hits, older = listed.hits, listed.older or ""
    return Found(query, chips, hits, older, list(OPERATORS.values()))
