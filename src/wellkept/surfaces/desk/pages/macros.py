"""What choosing a macro shows, and what is said when one was used."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.automation.action_words import did_words, kind_label, names_in
from wellkept.automation.domain.did import Did
from wellkept.automation.models import Macro
from wellkept.automation.queries_macros import offered_to, runs_for
from wellkept.automation.queries_preview import Preview
from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation
from wellkept.kernel.text import whole


@dataclass(frozen=True, slots=True)
class MacroPage:
    """The list to choose from, or one of it before it is used. `key` lets its form do it once."""

    offered: list[Macro]
    preview: Preview | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class MacroDone:
    """What a macro did here. `left` says what taking it back left alone, but for a note, which `note_stays`."""

    run_id: int
    name: str
    did: list[str]
    left: list[str]
    is_undone: bool
    may_undo: bool
    note_stays: bool


def macro_list(access: Access) -> MacroPage:
    return MacroPage(offered_to(access))


def macro_done(number: str, conversation: Conversation, access: Access) -> MacroDone | None:
    """Of the run of that number. None for a text that names none of this conversation; asks nothing for ""."""
    if not number:
        return None
    run = runs_for(access).filter(pk=whole(number) or 0, conversation=conversation).first()
    if run is None:
        return None
    did = [Did.read(one) for one in run.did]
    names = names_in(did)
    return MacroDone(
        run_id=run.pk,
        name=run.macro.name,
        did=[did_words(one, names) for one in did],
        left=[kind_label(kind) for kind in run.left if kind != "note"],
        is_undone=run.undone_at is not None,
        may_undo=access.may_reply and run.undone_at is None and any(one.kind != "note" for one in did),
        note_stays="note" in run.left,
    )
