"""Who comes in: every address of the desk, allowed and refused side by side."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from wellkept.conversations.models import Conversation, Delivery, Draft, Message
from wellkept.surfaces.desk.urls import urlpatterns

pytestmark = pytest.mark.django_db

EVERYONE = (200, 200, 200, 200, 200)
SEEN = (200, 200, 200, 200, 404)  # whoever sees the inbox
SET = (303, 303, 303, 403, 404)  # whoever sees it and may answer
MY_OWN = (404, 404, 303, 403, 404)  # Ben wrote it
OPEN = {"up", "framed-picture", "remote-picture"}  # the signature in the address is the right to ask

# name, address, what is posted (None: read), and what ada, sam, ben, lou and cleo get
TABLE = [
    ("home", "/", None, (302, 302, 302, 302, 302)),
    ("up", "/up", None, (204, 204, 204, 204, 204)),
    ("owed", "/owed", None, EVERYONE),
    ("owed", "/owed?of=all", None, EVERYONE),
    ("clock", "/owed/{promise}/clock", None, SEEN),
    ("promise", "/owed/{owed}", None, (200, 200, 200, 403, 404)),
    ("promise-act", "/owed/{owed}/kept", {"word": "Called her."}, SET),
    ("use-note", "/owed/{owed}/note", {}, (409, 409, 409, 403, 404)),
    ("presence", "/presence", None, (200, 200, 200, 403, 200)),
    ("absence", "/presence/absence", {"back": "1"}, (302, 302, 302, 403, 302)),
    ("view", "/v/all", None, EVERYONE),
    ("search", "/search?q=lid", None, EVERYONE),
    ("find", "/find?q=lid", None, EVERYONE),
    ("customers", "/customers", None, EVERYONE),
    ("new", "/new", None, (200, 200, 200, 403, 200)),
    ("new", "/new", {"to": "new@customer.example"}, (422, 422, 422, 403, 422)),
    ("customer", "/customers/{dana}", None, SEEN),
    ("customer-profile", "/customers/{dana}/profile", {"name": "Dana W."}, SET),
    ("customer-addresses", "/customers/{dana}/addresses", {"address": "d@whitfield.example"}, SET),
    ("customer-links", "/customers/{dana}/links", {}, SET),
    ("conversation", "/c/{kettle}", None, SEEN),
    ("older", "/c/{kettle}/older?before={mail}", None, SEEN),
    ("message-html", "/m/{mail}/html", None, SEEN),
    ("message-source", "/m/{mail}/source", None, SEEN),
    ("file", "/files/{picture}", None, SEEN),
    ("file", "/files/{draft_file}", None, (404, 404, 200, 404, 404)),
    ("framed-picture", "/files/{picture}/framed?s={link}", None, EVERYONE),
    ("remote-picture", "/remote-picture?u=forged", None, (404, 404, 404, 404, 404)),
    ("reply", "/c/{kettle}/reply", {"text": "Hello", "seen_message_id": "{seen}"}, SET),
    ("note", "/c/{kettle}/note", {"text": "Hello"}, (303, 303, 303, 303, 404)),
    ("draft", "/c/{kettle}/draft/reply", {"text": "Hello"}, (200, 200, 200, 403, 404)),
    ("draft", "/c/{kettle}/draft/note", {"text": "Hello"}, SEEN),
    ("draft-files", "/c/{kettle}/draft/reply/files", {}, (200, 200, 200, 403, 404)),
    ("draft-files", "/c/{kettle}/draft/note/files", {}, SEEN),
    ("words", "/c/{kettle}/words", {"text": "I'll call you on Friday."}, (200, 200, 200, 403, 404)),
    ("next-step", "/c/{kettle}/next-step", {"step": "call_back", "when": "2999-06-12T12:00Z"}, SET),
    ("wake", "/c/{kettle}/wake", {}, SET),
    ("assignment", "/c/{kettle}/assignment", {"assignee": ""}, SET),
    ("participants", "/c/{kettle}/participants", {"add": "max@whitfield.example"}, SET),
    ("join-decision", "/c/{stranger}/join", {"value": "apart"}, SET),
    ("unread", "/c/{kettle}/unread", {}, (303, 303, 303, 303, 404)),
    ("change", "/c/{kettle}/status", {"value": "solved"}, SET),
    ("change", "/c/{kettle}/priority", {"value": "3"}, SET),
    ("change", "/c/{kettle}/subject", {"value": "Lid"}, SET),
    ("change", "/c/{kettle}/driver", {"value": ""}, SET),
    ("change", "/c/{kettle}/tags", {"value": "glass"}, SET),
    ("change", "/c/{kettle}/place", {"value": "trash"}, SET),
    ("undo", "/m/{waiting}/undo", {}, MY_OWN),
    ("playbook-fact", "/c/{kettle}/playbook/facts", {"fact": "x", "value": "y"}, (422, 422, 422, 403, 404)),
    ("playbook-step", "/c/{kettle}/playbook/steps", {"step": "1"}, (422, 422, 422, 403, 404)),
    ("hand-over", "/c/{kettle}/hand-over", None, (200, 200, 200, 403, 404)),
    ("offer-hand-over", "/c/{kettle}/hand-over/offer", {"to": ""}, (422, 422, 422, 403, 404)),
    ("hand-over-decision", "/hand-overs/{hand_over}/accept", {}, (403, 403, 303, 403, 404)),
    ("transfer-advice", "/c/{kettle}/transfer-advice", {"text": "Hello"}, (200, 200, 200, 403, 404)),
    ("macros", "/c/{kettle}/macros", None, SEEN),
    ("macro-words", "/c/{kettle}/macros/words?mode=note", {"text": "Hello"}, (303, 303, 303, 303, 404)),
    ("macro", "/c/{kettle}/macros/{macro}", None, SEEN),
    ("use-macro", "/c/{kettle}/macros/{macro}/use", {}, SET),
    ("undo-macro", "/c/{kettle}/macro-runs/{macro_run}/undo", {}, SET),
    ("retry", "/m/{failed}/retry", {}, SET),
    ("remove-file", "/files/{draft_file}/remove", {}, (404, 404, 303, 404, 404)),
]


@pytest.mark.parametrize("name, address, data, expected", TABLE)
def test_every_address_answers_by_role_and_inbox(name, address, data, expected, scene, cast, browser):
    def status(agent):
        with transaction.atomic():  # each comes to the same scene
            answer = _ask(browser(agent), scene, address, data)
            transaction.set_rollback(True)
        return answer.status_code

    assert tuple(status(agent) for agent in cast) == expected


def test_the_table_names_every_address():
    assert {name for name, *_ in TABLE} == {pattern.name for pattern in urlpatterns}


@pytest.fixture
def cast(ada, sam, ben, lou, cleo, wholesale):
    return (ada, sam, ben, lou, cleo)


@pytest.mark.parametrize("place, name", [(3, "Lou"), (4, "Cleo")])
def test_what_was_refused_changed_nothing(place, name, scene, cast, browser):
    client = browser(cast[place])
    assert cast[place].name == name

    def everything():
        return [
            list(model.objects.order_by("pk").values()) for model in (Conversation, Message, Draft, Delivery)
        ]

    before = everything()
    refused = [
        _ask(client, scene, address, data)
        for _, address, data, statuses in TABLE
        if data is not None and statuses[place] in (403, 404)
    ]
    assert len(refused) > 10
    assert everything() == before


def test_a_stranger_signs_in_and_comes_back(scene, client):
    for name, address, data, _ in TABLE:
        if name in OPEN:
            continue
        answer = _ask(client, scene, address, data)
        assert answer.status_code == 302, address
        sign_in = urlsplit(answer["Location"])
        wanted = "/" if data is not None else address.format(**vars(scene))
        assert (sign_in.path, parse_qs(sign_in.query)["next"]) == ("/sign-in", [wanted])


def test_a_fragment_asked_for_by_a_stranger_sends_the_whole_page_to_sign_in(scene, client):
    answer = client.get(
        f"/c/{scene.kettle}/older?before=9",
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/c/{scene.kettle}?view=all"},
    )
    assert answer.status_code == 401
    assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == [f"/c/{scene.kettle}?view=all"]


def test_sign_in_never_leads_to_another_site(scene, client):
    answer = client.post(
        f"/c/{scene.kettle}/reply", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/x"}
    )
    assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == ["/"]


def test_a_form_without_proof_of_its_origin_changes_nothing(kettle, ben):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben)
    assert strict.post(f"/c/{kettle.pk}/status", {"value": "solved"}).status_code == 403
    kettle.refresh_from_db()
    assert kettle.status == "open"


def test_reading_an_address_that_changes_things_is_refused(scene, ben, signed_in):
    browser = signed_in(ben)
    for name, address, data, _ in TABLE:
        if data is not None and name != "new":
            assert browser.get(address.format(**vars(scene))).status_code == 405, address


HUGE, ODD = "9" * 30, "²"


@pytest.mark.parametrize("number", ["0", "424242", str(2**63), HUGE, "-1", "1.5", "x", ODD])
def test_a_number_of_nothing_is_not_found(number, ben, kitchen, signed_in):
    browser = signed_in(ben)
    for address, data in OF_ONE:
        path = address.format(number)
        answer = browser.get(path) if data is None else browser.post(path, data)
        assert answer.status_code == 404, path


OF_ONE = [
    ("/c/{0}", None),
    ("/owed/{0}/clock", None),
    ("/customers/{0}", None),
    ("/m/{0}/html", None),
    ("/m/{0}/source", None),
    ("/files/{0}", None),
    ("/files/{0}/framed?s=x", None),
    ("/c/{0}/older?before=1", None),
    ("/c/{0}/reply", {"text": "Hello"}),
    ("/c/{0}/note", {"text": "Hello"}),
    ("/c/{0}/draft/reply", {"text": "Hello"}),
    ("/c/{0}/assignment", {"assignee": "1"}),
    ("/c/{0}/participants", {"identity": "1"}),
    ("/c/{0}/join", {"value": "join"}),
    ("/c/{0}/unread", {}),
    ("/c/{0}/status", {"value": "open"}),
    ("/m/{0}/undo", {}),
    ("/m/{0}/retry", {}),
    ("/files/{0}/remove", {}),
]


@pytest.mark.parametrize("number", ["424242", HUGE, ODD, "-1", "one", "1\0", ""])
def test_a_parameter_that_names_nothing_is_not_found(number, kettle, ben, signed_in):
    browser, path = signed_in(ben), f"/c/{kettle.pk}"
    posts = [
        ("inbox", {"value": number}),
        ("participants", {"identity": number}),
        ("colour", {"value": number}),
    ]
    if number:  # "" means nobody, no reason
        posts += [
            ("driver", {"value": number}),
            ("assignment", {"assignee": number}),
            ("assignment", {"team": number}),
        ]
    for what, data in posts:
        assert browser.post(f"{path}/{what}", data).status_code == 404, what
    assert browser.post(f"{path}/priority", {"value": number}).status_code in (404, 422)
    assert browser.get(f"{path}/older", {"before": number}).status_code == (
        200 if number == "424242" else 404
    )


def test_what_the_desk_does_not_know_is_not_found(kettle, ben, signed_in):
    browser, path = signed_in(ben), f"/c/{kettle.pk}"
    assert browser.post(f"{path}/draft/letter", {"text": "Hello"}).status_code == 404
    assert browser.post(f"{path}/draft/letter/files").status_code == 404
    assert browser.post(f"{path}/join", {"value": "join"}).status_code == 404


def _ask(browser, scene, address, data):
    names = vars(scene)
    path = address.format(**names)
    if data is not None:
        return browser.post(path, {key: value.format(**names) for key, value in data.items()})
    answer = browser.get(path)
    if answer.streaming:
        answer.getvalue()  # a file is closed by whoever read it to its end
    return answer
