"""The live stream: who hears of what, from where on, and when it ends."""

import asyncio
import json

import pytest

from wellkept.accounts import operations as accounts
from wellkept.accounts.models import Session
from wellkept.conversations import operations
from wellkept.conversations.access import access_of
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.surfaces.desk.live import log, stream
from wellkept.surfaces.desk.live.hub import QUEUE, Hub, Stream, frame_of, may_know
from wellkept.surfaces.desk.live.log import Entry, Viewer


def latest():
    return [entry for entry in log.entries_after(0) if entry.conversation_id][-1]


def viewer(agent):
    return Viewer(session_key="k", agent_id=agent.pk, access=access_of(agent))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who, hears", [("ada", True), ("sam", True), ("ben", True), ("lou", True), ("cleo", False)]
)
def test_an_event_reaches_only_those_who_see_its_inbox(who, hears, kettle, request, wholesale_team):
    entry = latest()
    assert may_know(viewer(request.getfixturevalue(who)), entry) is hears


@pytest.mark.django_db
def test_who_loses_a_conversation_to_another_inbox_hears_that_it_went(kettle, ben, cleo, wholesale, at):
    operations.move_inbox(conversation=kettle, inbox=wholesale, by=SYSTEM, at=at)
    entry = latest()
    assert may_know(viewer(ben), entry)
    assert may_know(viewer(cleo), entry)


@pytest.mark.django_db
def test_a_frame_names_ids_and_no_words_of_the_customer(kettle):
    entry = latest()
    frame = frame_of(entry).decode()
    assert frame.startswith(f"id: {entry.id}\nevent: conversation\ndata: ")
    data = json.loads(frame.split("data: ")[1])
    assert set(data) == {"id", "kind", "inbox_id", "by", "at"}
    assert "lid" not in frame


@pytest.mark.django_db
def test_a_session_names_its_viewer_until_it_ends(signed_in, ben, at):
    signed_in(ben)
    session = Session.objects.get()
    assert log.viewer_of(session.session_key).agent_id == ben.pk
    assert log.still_valid([session.session_key, "other"]) == {session.session_key}
    accounts.revoke_session(session=session, by=Actor.agent(ben.pk), at=at)
    assert log.viewer_of(session.session_key) is None
    assert log.still_valid([session.session_key]) == set()


@pytest.mark.django_db
def test_a_deactivated_agent_is_no_viewer(signed_in, ben, ada, at):
    signed_in(ben)
    session = Session.objects.get()
    accounts.deactivate(agent=ben, by=Actor.agent(ada.pk), at=at)
    assert log.viewer_of(session.session_key) is None
    assert ben.pk not in log.accesses([ben.pk])


@pytest.mark.django_db
def test_the_access_of_many_agents_is_read_in_three_queries(
    ada, ben, cleo, lou, help_inbox, wholesale, django_assert_num_queries
):
    with django_assert_num_queries(3):
        found = log.accesses([ada.pk, ben.pk, cleo.pk, lou.pk])
    assert found == {agent.pk: access_of(agent) for agent in (ada, ben, cleo, lou)}


def entry(number, inbox_id=1):
    from wellkept.kernel import clock

    return Entry(number, clock.now(), "conversation.note_written", "agent", 1, inbox_id, 7, None)


def everyone():
    from wellkept.conversations.access import Access

    return Viewer("k", 1, Access(agent_id=1, role="admin", inbox_ids=None, team_ids=frozenset()))


def test_a_browser_that_stops_reading_is_let_go():
    async def run():
        one = Stream(everyone())
        for _ in range(QUEUE + 1):
            one.put(b"x")
        return await one.queue.get()

    assert asyncio.run(run()) is None


def test_closing_ends_every_stream():
    async def run():
        hub = Hub()
        one = Stream(everyone())
        hub.streams.add(one)
        hub.close()
        return await one.queue.get()

    assert asyncio.run(run()) is None


class FakeHub(Hub):
    """A hub whose log is a list."""

    def __init__(self, entries):
        super().__init__()
        self.entries = entries

    async def read(self, function, *arguments):
        if function is log.entries_after:
            return [one for one in self.entries if one.id > arguments[0]]
        return max(one.id for one in self.entries)

    async def _run(self):
        await asyncio.sleep(60)


def replayed(hub, last_seen, who):
    sent = []

    async def send(message):
        sent.append(message["body"].decode())

    async def run():
        async def receive():
            await asyncio.sleep(0.05)
            return {"type": "http.disconnect"}

        await stream._stream(hub, who, last_seen, receive, send)
        hub.close()

    asyncio.run(run())
    return "".join(sent)


def test_a_browser_that_was_away_hears_what_it_missed_once_and_in_order():
    text = replayed(FakeHub([entry(n) for n in range(1, 6)]), "2", everyone())
    assert [line for line in text.splitlines() if line.startswith("id: ")] == [
        "id: 5",
        "id: 3",
        "id: 4",
        "id: 5",
    ]


def test_what_was_missed_is_checked_for_permission_too():
    from wellkept.conversations.access import Access

    nobody = Viewer("k", 1, Access(agent_id=1, role="agent", inbox_ids=frozenset(), team_ids=frozenset()))
    text = replayed(FakeHub([entry(n) for n in range(1, 6)]), "2", nobody)
    assert "event: conversation" not in text


def test_after_a_long_absence_the_page_is_loaded_anew():
    text = replayed(FakeHub([entry(n) for n in range(1, 4000, 1000)]), "1", everyone())
    assert "event: reload" in text


def test_an_id_from_the_future_is_not_believed():
    text = replayed(FakeHub([entry(1)]), "999", everyone())
    assert "event: reload" in text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_gets_no_stream(site):
    assert _status([(b"sec-fetch-site", site.encode())]) == 403


@pytest.mark.django_db(transaction=True)
def test_without_a_session_there_is_no_stream():
    assert _status([(b"cookie", b"wellkept=nonsense")]) == 401


def _status(headers):
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    async def run():
        await stream.live({"type": "http", "path": "/live", "headers": headers}, receive, send)

    asyncio.run(run())
    return sent[0]["status"]
