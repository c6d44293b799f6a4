"""Who gets it: limits, shifts, turns, skills and languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wellkept.routing.domain.assignment import Because, Candidate, Request, WhyNot, choose

AT = datetime(2026, 6, 10, 10, 42, tzinfo=UTC)
METHODS = ("round_robin", "least_loaded")

moments = st.none() | st.integers(-600, 600).map(lambda minutes: AT + timedelta(minutes=minutes))
names = st.frozensets(st.sampled_from(["refunds", "legal", "phone"]), max_size=2)
languages = st.frozensets(st.sampled_from(["de", "es", "en"]), max_size=2)


@st.composite
def teams(draw):
    return [
        Candidate(
            agent_id=number,
            is_online=draw(st.booleans()),
            until=draw(moments),
            is_out=draw(st.booleans()),
            limit=draw(st.integers(0, 6)),
            load=draw(st.integers(0, 7)),
            of_channel=draw(st.integers(0, 4)),
            skills=draw(names),
            languages=draw(languages),
            last_given_at=draw(moments),
        )
        for number in range(1, draw(st.integers(0, 6)) + 1)
    ]


requests = st.builds(
    Request,
    weight=st.integers(0, 4),
    channel_most=st.none() | st.integers(0, 4),
    skills=names,
    language=st.sampled_from(["", "de", "fr"]),
    previous_agent_id=st.none() | st.integers(1, 6),
    is_sticky=st.booleans(),
)


@given(teams(), requests, st.sampled_from(METHODS))
def test_whoever_gets_it_is_there_may_and_has_room(team, request, method):
    choice = choose(request, team, method=method, at=AT)
    if choice.agent_id is None:
        assert all(verdict.why_not for verdict in choice.verdicts)
        return
    one = next(one for one in team if one.agent_id == choice.agent_id)
    assert one.is_online
    assert not one.is_out
    assert one.until is None or one.until > AT
    assert one.load + request.weight <= one.limit
    assert request.channel_most is None or one.of_channel < request.channel_most
    assert request.skills <= one.skills
    speakers = [other for other in team if request.language in other.languages]
    assert not speakers or one in speakers


@given(teams(), requests, st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_changes_nothing(team, request, method, random):
    shuffled = list(team)
    random.shuffle(shuffled)
    assert choose(request, team, method=method, at=AT) == choose(request, shuffled, method=method, at=AT)


@given(teams(), requests, st.sampled_from(METHODS))
def test_every_candidate_but_the_chosen_one_has_something_against_them(team, request, method):
    choice = choose(request, team, method=method, at=AT)
    assert [verdict.agent_id for verdict in choice.verdicts] == [one.agent_id for one in team]
    assert {v.agent_id for v in choice.verdicts if not v.why_not} == {choice.agent_id} - {None}


@given(st.integers(1, 6), st.integers(1, 40))
def test_in_turn_nobody_is_more_than_one_ahead(size, rounds):
    team = [Candidate(agent_id=number, is_online=True, limit=100) for number in range(1, size + 1)]
    got = dict.fromkeys(range(1, size + 1), 0)
    for number in range(rounds):
        at = AT + timedelta(seconds=number)
        chosen = choose(Request(), team, method="round_robin", at=at).agent_id
        assert chosen is not None
        got[chosen] += 1
        team = [
            replace(one, load=one.load + 1, last_given_at=at) if one.agent_id == chosen else one
            for one in team
        ]
    assert max(got.values()) - min(got.values()) <= 1


def agent(number, **more):
    return Candidate(**{"agent_id": number, "is_online": True, "limit": 10, **more})


def test_the_previous_agent_comes_first_while_on_shift():
    team = [agent(1), agent(2, load=5, until=AT + timedelta(minutes=1))]
    choice = choose(Request(previous_agent_id=2), team, method="least_loaded", at=AT)
    assert (choice.agent_id, choice.reasons) == (2, ((Because.KNOWS_THEM, ""),))


def test_the_previous_agent_is_passed_over_when_the_shift_is_over():
    team = [agent(1), agent(2, until=AT)]
    choice = choose(Request(previous_agent_id=2), team, method="least_loaded", at=AT)
    assert choice.agent_id == 1
    assert choice.verdicts[1].why_not == (WhyNot.SHIFT_OVER,)


def test_fewest_open_wins_and_the_reasons_say_so():
    team = [agent(1, load=3, languages=frozenset({"de"})), agent(2, load=2, languages=frozenset({"de"}))]
    choice = choose(Request(language="de"), team, method="least_loaded", at=AT)
    assert choice.agent_id == 2
    assert choice.reasons == ((Because.FEWEST_OPEN, "2"), (Because.SPEAKS, "de"))


def test_a_language_nobody_of_the_team_speaks_is_not_asked_for():
    assert choose(Request(language="fr"), [agent(1)], method="round_robin", at=AT).agent_id == 1


def test_a_language_whose_speaker_is_off_is_waited_for():
    team = [agent(1), agent(2, is_online=False, languages=frozenset({"de"}))]
    choice = choose(Request(language="de"), team, method="round_robin", at=AT)
    assert choice.agent_id is None
    assert not choice.is_hopeless  # the next one in the line may want no German
