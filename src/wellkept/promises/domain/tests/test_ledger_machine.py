"""Any sequence of operations, clock moves and crashes: no promise without owner, no lost break, one end, one first date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.promises.domain.ledger import Entry, Evidence, Owner, overdue, rebuild
from wellkept.promises.domain.ledger import happenings as said
from wellkept.promises.domain.ledger.entry import ENDED, LATE, Terms
from wellkept.promises.domain.ledger.replaying import apply

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
# Few and round numbers: sequences meet at the same moments, where the edges are.
minutes = st.sampled_from([60, 30, 120, 240, 0, -30]).map(lambda count: timedelta(minutes=count))
agents = st.integers(1, 3)
owners = st.one_of(
    st.builds(Owner, agent_id=agents),
    st.builds(Owner, team_id=st.just(1)),
    st.builds(Owner, agent_id=agents, team_id=st.just(1)),
)
people = st.one_of(agents.map(Actor.agent), st.just(Actor.customer(7)), st.just(SYSTEM))
maybe_message = st.one_of(st.none(), st.integers(1, 99))


class Ledger(RuleBasedStateMachine):
    """Keeps a log and what it gives; beside it, from what went through, what must be true."""

    promises = Bundle("promises")

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.log: list[said.Happening] = []
        self.entries: dict[int, Entry] = {}
        self.first_dates: dict[int, datetime] = {}
        self.ends: dict[int, int] = {}
        self.breaks: set[int] = set()

    def say(self, happening: said.Happening) -> None:
        """Writes it down unless it is refused, and holds the step to what may never happen."""
        before = self.entries.get(happening.promise_id)
        try:
            after = apply(self.entries, happening)
        except Refused:
            return
        self.log.append(happening)
        self.entries[after.id] = after
        if after.original_due_at is not None:
            self.first_dates.setdefault(after.id, after.original_due_at)
        if before is None:
            return
        if after.status in ENDED and after.status != before.status:
            self.ends[after.id] = self.ends.get(after.id, 0) + 1
        if isinstance(happening, said.EvidenceWithdrawn):
            self.ends[after.id] -= 1
        if after.status == "broken" and before.status != "broken":
            assert happening.by == SYSTEM
            assert before.due_at is not None
            assert before.due_at <= happening.at
            assert after.id not in self.breaks, "broken twice"
            self.breaks.add(after.id)
        if before.is_overdue(happening.at):
            self.no_break_is_lost(before, after)

    def no_break_is_lost(self, before: Entry, after: Entry) -> None:
        """Out of lateness lead only: broken, evidence from before, or a date that had been told before."""
        assert before.due_at is not None
        if after.status == "kept":
            assert after.evidence[-1].at <= before.due_at
        elif after.due_at != before.due_at and after.status == "open":
            assert before.proposal is not None
            assert before.proposal.told_message_id is not None
        else:
            assert after.status in (before.status, "broken")

    @initialize(target=promises, agent=agents)
    def begin_with_one_owed(self, agent):
        return self.made(
            Terms(customer_id=7, promisor_agent_id=agent), timedelta(hours=1), Owner(agent_id=agent), False
        )

    @rule(
        target=promises,
        due=minutes,
        owner=owners,
        agent=agents,
        is_detected=st.booleans(),
        named=st.booleans(),
    )
    def make(self, due, owner, agent, is_detected, named):
        return self.made(
            Terms(customer_id=7, promisor_agent_id=agent), due if named else None, owner, is_detected
        )

    @rule(
        target=promises,
        owner=owners,
        strength=st.sampled_from(["aim", "conditional"]),
        is_detected=st.booleans(),
    )
    def make_soft(self, owner, strength, is_detected):
        condition = "it comes back" if strength == "conditional" else ""
        due = None if strength == "conditional" else timedelta(hours=1)
        return self.made(
            Terms(customer_id=7, strength=strength, condition=condition), due, owner, is_detected
        )

    def made(self, terms, due, owner, is_detected):
        number = len(self.entries) + 1
        due_at = None if due is None else self.now + due
        self.say(
            said.Made(
                promise_id=number,
                at=self.now,
                by=SYSTEM,
                terms=terms,
                owner=owner,
                due_at=due_at,
                is_detected=is_detected,
            )
        )
        return number if number in self.entries else multiple()

    @rule(number=promises, due=st.one_of(st.none(), minutes), by=people)
    def confirm(self, number, due, by):
        self.say(
            said.Confirmed(
                promise_id=number, at=self.now, by=by, due_at=None if due is None else self.now + due
            )
        )

    @rule(number=promises, by=people)
    def dismiss(self, number, by):
        self.say(said.Dismissed(promise_id=number, at=self.now, by=by, reason="no"))

    @rule(number=promises, sender=agents, due=st.one_of(st.none(), minutes))
    def send(self, number, sender, due):
        self.say(
            said.Sent(
                promise_id=number,
                at=self.now,
                by=Actor.agent(sender),
                sender_id=sender,
                default_due_at=None if due is None else self.now + due,
            )
        )

    @rule(number=promises, due=minutes)
    def condition_comes(self, number, due):
        self.say(said.ConditionCame(promise_id=number, at=self.now, by=SYSTEM, due_at=self.now + due))

    @rule(number=promises, by=people, age=minutes)
    def keep(self, number, by, age):
        evidence = Evidence("message", "41", self.now - age)
        self.say(said.Kept(promise_id=number, at=self.now, by=by, evidence=evidence))

    @rule(number=promises)
    def withdraw(self, number):
        self.say(said.EvidenceWithdrawn(promise_id=number, at=self.now, by=SYSTEM))

    @rule(number=promises, message=st.integers(0, 9))
    def waive(self, number, message):
        self.say(
            said.Waived(promise_id=number, at=self.now, by=Actor.customer(7), customer_message_id=message)
        )

    @rule(number=promises, by=people)
    def void(self, number, by):
        self.say(said.Voided(promise_id=number, at=self.now, by=by, reason="twice"))

    @rule(number=promises, due=minutes, message=maybe_message)
    def propose(self, number, due, message):
        self.say(
            said.DateProposed(
                promise_id=number,
                at=self.now,
                by=SYSTEM,
                due_at=self.now + due,
                told_message_id=message,
            )
        )

    @rule(number=promises, agrees=st.booleans())
    def answer(self, number, agrees):
        who = Actor.customer(7)
        if agrees:
            self.say(said.DateAccepted(promise_id=number, at=self.now, by=who, customer_message_id=9))
        else:
            self.say(said.DateRefused(promise_id=number, at=self.now, by=who))

    @rule(number=promises)
    def pause(self, number):
        self.say(said.Paused(promise_id=number, at=self.now, by=SYSTEM))

    @rule(number=promises, due=minutes)
    def resume(self, number, due):
        self.say(said.Resumed(promise_id=number, at=self.now, by=SYSTEM, due_at=self.now + due))

    @rule(number=promises, owner=owners, by=people)
    def hand_over(self, number, owner, by):
        self.say(said.HandedOver(promise_id=number, at=self.now, by=by, owner=owner))

    @rule(number=promises, by=people)
    def claim_broken(self, number, by):
        self.say(said.DuePassed(promise_id=number, at=self.now, by=by))

    @rule(number=consumes(promises))
    def give_up(self, number):
        self.say(said.LeftBroken(promise_id=number, at=self.now, by=SYSTEM, reason="refunded instead"))

    @rule(
        number=promises,
        acts=st.lists(st.sampled_from(["keep", "waive", "void", "propose", "pause"]), max_size=3),
    )
    def act_when_it_is_due(self, number, acts):
        """Where breaks get lost if they can: at the due moment, before the clock has spoken, one after the other."""
        due_at = self.entries[number].due_at
        if due_at is not None and due_at >= self.now:
            self.now = due_at
        for act in acts:
            if act == "keep":
                self.keep(number, SYSTEM, timedelta())
            elif act == "waive":
                self.waive(number, 9)
            elif act == "void":
                self.void(number, SYSTEM)
            elif act == "propose":
                self.propose(number, timedelta(hours=1), 9)
            else:
                self.pause(number)

    @rule(number=promises)
    def end_it_twice(self, number):
        self.keep(number, SYSTEM, timedelta())
        self.waive(number, 9)
        self.void(number, SYSTEM)

    @rule(by=minutes)
    def move_clock(self, by):
        """Mostly on, and now and then back, as machines' clocks do."""
        self.now += by

    @rule(most=st.integers(0, 3))
    def run_clock_and_crash_halfway(self, most):
        for entry in overdue(self.entries.values(), at=self.now)[:most]:
            self.say(said.DuePassed(promise_id=entry.id, at=self.now, by=SYSTEM))
        self.crash()

    @rule()
    def crash(self):
        """Only the log survives."""
        self.entries = rebuild(self.log)

    @invariant()
    def everything_has_an_owner(self):
        for entry in self.entries.values():
            assert entry.owner.agent_id is not None or entry.owner.team_id is not None

    @invariant()
    def no_first_date_has_changed(self):
        for number, first in self.first_dates.items():
            assert self.entries[number].original_due_at == first

    @invariant()
    def nothing_has_two_ends(self):
        assert all(count in (0, 1) for count in self.ends.values())
        ended = {number for number, count in self.ends.items() if count}
        assert {number for number, entry in self.entries.items() if entry.has_ended} == ended

    @invariant()
    def a_break_stays_one(self):
        assert {number for number, entry in self.entries.items() if entry.status in LATE} == self.breaks

    @invariant()
    def kept_has_evidence(self):
        for entry in self.entries.values():
            if entry.status == "kept":
                assert entry.evidence

    def teardown(self):
        """Let the clock run at last: nothing that is late is left standing."""
        self.crash()
        self.now = max(self.now, START) + timedelta(days=400)
        for entry in overdue(self.entries.values(), at=self.now):
            self.say(said.DuePassed(promise_id=entry.id, at=self.now, by=SYSTEM))
        assert overdue(self.entries.values(), at=self.now) == []
        for entry in self.entries.values():
            if entry.is_live:
                assert entry.paused_at is not None or entry.due_at is None


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=300, stateful_step_count=25, deadline=None)
