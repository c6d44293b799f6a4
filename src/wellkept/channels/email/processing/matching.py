"""The facts for the ladder: what the mail names, looked up and proven, with the people of every conversation named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from wellkept.channels.email.domain import subjects, tokens
from wellkept.channels.email.domain.threading import Facts, Match, match
from wellkept.channels.email.letter import Letter
from wellkept.conversations.models import Conversation, JoinSuggestion, Participant
from wellkept.customers.models import IdentityKind

from . import lookups
from .ground import Ground

# A thread of hundreds names its ids in every mail; the last ones and the first are enough to find it.
MOST_IDS = 50
SAME_SUBJECT_WINDOW = timedelta(days=14)
MOST_SAME_SUBJECT = 5
JOINED = "joined"


@dataclass
class People:
    """Addresses by conversation: of confirmed participants, and of all who ever took part or were suggested."""

    confirmed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    ever: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Found:
    """The decision, and what was looked up for it."""

    match: Match
    people: People
    repeats: dict[
        int, int
    ]  # conversations, with their inbox, that hold this very Message-ID from this very sender


def find(letter: Letter, ground: Ground, *, inbox_id: int) -> Found:
    """Which conversation the mail is for. One or two queries, however many ids it names, and few more for tokens."""
    by_id, repeats = _by_message_ids(letter, ground, inbox_id=inbox_id)
    reply_tokens = [token for token in letter.reply_tokens if tokens.claimed_conversation(token)]
    subject_tokens = letter.subject_tokens
    claimed = [
        *by_id,
        *(number for token in reply_tokens if (number := tokens.claimed_conversation(token))),
        *(number for _, number in subject_tokens),
    ]
    by_subject = [] if claimed else _by_same_subject(letter, ground, inbox_id=inbox_id)
    if not claimed and not by_subject:
        return Found(match(_facts(letter, ground, People())), People(), repeats)
    people = _people([*claimed, *by_subject])
    by_address = [_now(number) for number in _proven(reply_tokens, people, ground)]
    by_mark = [_now(number) for number in _proven_in_subject(subject_tokens, people, ground)]
    moved = {*by_address, *by_mark} - people.ever.keys()
    if moved:
        people = _people([*claimed, *by_subject, *moved])
    facts = _facts(
        letter,
        ground,
        people,
        by_message_id=_existing(by_id, people),
        by_reply_address=_existing(by_address, people),
        by_subject_token=_existing(by_mark, people),
        by_same_subject=_existing(by_subject, people),
    )
    return Found(match(facts), people, repeats)


def _existing(numbers: list[int], people: People) -> tuple[int, ...]:
    """Every conversation has its customer as participant: one without people is none."""
    return tuple(number for number in dict.fromkeys(numbers) if number in people.ever)


def _facts(letter: Letter, ground: Ground, people: People, **named: tuple[int, ...]) -> Facts:
    return Facts(
        sender=letter.sender,
        sender_check=letter.sender_check,
        sender_is_agent=letter.sender in ground.agents,
        participants={number: frozenset(addresses) for number, addresses in people.confirmed.items()},
        same_subject_needs_proof=bool(ground.reading.authserv_ids),
        **named,
    )


def _by_message_ids(letter: Letter, ground: Ground, *, inbox_id: int) -> tuple[list[int], dict[int, int]]:
    """Conversations of the ids it answers, nearest first, this inbox before others; and copies of itself."""
    answers = letter.answers
    if len(answers) > MOST_IDS:
        answers = [*answers[: MOST_IDS - 1], answers[-1]]
    asked = [*answers, *filter(None, [letter.message_id])]
    known: dict[str, list[tuple[bool, int]]] = defaultdict(list)
    repeats: dict[int, int] = {}
    for one in lookups.known_ids(asked, most=4 * MOST_IDS):
        if one.value != letter.message_id:
            known[one.value].append((one.inbox_id != inbox_id, one.conversation_id))
        elif not one.is_ours and one.address in (letter.sender, letter.contact):
            repeats[one.conversation_id] = one.inbox_id
    found: list[int] = []
    for value in answers:
        found += [number for _, number in sorted(known.get(value, []))] or _minted(value, ground)
    found += [number for number, inbox in repeats.items() if inbox == inbox_id]  # a copy by another way
    return list(dict.fromkeys(found)), repeats


def _by_same_subject(letter: Letter, ground: Ground, *, inbox_id: int) -> list[int]:
    """Only for what calls itself an answer ("Re: …"): two orders under one subject are two conversations."""
    about = subjects.plain(letter.subject) if subjects.is_answer(letter.subject) else ""
    if not letter.sender or not about:
        return []
    recent = (
        Conversation.objects.filter(
            inbox_id=inbox_id,
            customer__identities__kind=IdentityKind.EMAIL,
            customer__identities__address=letter.sender,
            last_activity_at__gt=ground.at - SAME_SUBJECT_WINDOW,
        )
        .order_by("-last_activity_at", "-pk")
        .values_list("pk", "subject")
    )
    same = (number for number, subject in recent[:50] if subjects.plain(subject) == about)
    return [number for number, _ in zip(same, range(MOST_SAME_SUBJECT), strict=False)]


def _minted(value: str, ground: Ground) -> list[int]:
    """An id of ours by its signature, should its row be gone."""
    number = tokens.read_message_id(ground.reading.keys, value, at=ground.at)
    return [_now(number)] if number else []


def _now(number: int) -> int:
    """Where the messages of a conversation are that was joined to another. Stored ids have moved with them."""
    joined = JoinSuggestion.objects.filter(conversation_id=number, outcome=JOINED)
    return joined.values_list("target_id", flat=True).first() or number


def _people(numbers: Iterable[int]) -> People:
    people = People()
    for taker in lookups.takers(list(dict.fromkeys(numbers))[: 4 * MOST_IDS]):
        people.ever[taker.conversation_id] |= {taker.own, taker.other}
        if taker.state == Participant.State.CONFIRMED:
            people.confirmed[taker.conversation_id] |= {taker.own, taker.other}
    return people


def _proven(given: list[str], people: People, ground: Ground) -> Iterator[int]:
    for token in given:
        number = tokens.claimed_conversation(token)
        persons = sorted(people.ever.get(number or 0, ()))
        proven = tokens.read_token(ground.reading.keys, token, persons, at=ground.at)
        if proven:
            yield proven.conversation_id


def _proven_in_subject(given: list[tuple[str, int]], people: People, ground: Ground) -> Iterator[int]:
    for token, number in given:
        persons = sorted(people.ever.get(number, ()))
        proven = tokens.read_subject_token(ground.reading.keys, token, persons, at=ground.at)
        if proven:
            yield proven.conversation_id
