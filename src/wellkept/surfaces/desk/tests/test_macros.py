"""Macros in a conversation: chosen, seen, used, taken back, with script and without."""

from __future__ import annotations

import re

import pytest

from wellkept.automation.domain.actions import read
from wellkept.automation.models import MacroRun
from wellkept.automation.operations import macros as operations
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Draft
from wellkept.kernel.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db
PIECE = {"HX-Request": "true"}


@pytest.fixture
def make(db, at):
    def one(name, *actions, team=None, description=""):
        plain = [{"do": kind, "value": value} for kind, value in actions]
        return operations.create(
            name=name, description=description, actions=read(plain), team=team, by=SYSTEM, at=at
        )

    return one


@pytest.fixture
def carrier(make):
    return make(
        "Ask the <carrier>",
        ("assign", "author"),
        ("status", "on_hold"),
        ("note", "Asked about {{ customer.first_name }}"),
        ("reply", "Dear {{ customer.first_name }} of {{ customer.company }}, <soon>."),
        description="On hold",
    )


@pytest.fixture
def path(kettle):
    return f"/c/{kettle.pk}"


def used(client, path, macro, **more):
    return client.post(f"{path}/macros/{macro.pk}/use", more)


def test_the_dialog_gets_the_list_alone(path, carrier, ben, browser):
    answer = browser(ben).get(f"{path}/macros?view=mine&status=open", headers=PIECE)
    html = answer.content.decode()
    assert "<html" not in html
    assert "HX-Request" in answer["Vary"]
    assert "Ask the &lt;carrier&gt;" in html
    assert f'href="{path}/macros/{carrier.pk}?view=mine&amp;status=open"' in html


def test_without_script_the_list_stands_in_the_conversation(path, carrier, ben, browser):
    html = browser(ben).get(f"{path}/macros").content.decode()
    assert 'id="macros-here"' in html
    assert '<dialog class="dialog palette macros"' not in html
    assert f'href="{path}/macros/{carrier.pk}' in html


def test_where_there_is_none_it_says_who_makes_them(path, ben, sam, browser):
    assert "There is no macro for you yet" in browser(ben).get(f"{path}/macros").content.decode()
    assert "/console/macros" in browser(sam).get(f"{path}/macros", headers=PIECE).content.decode()


def test_the_button_keeps_the_words_that_were_typed(path, carrier, ben, browser):
    answer = browser(ben).post(
        f"{path}/macros/words?mode=note&view=mine", {"text": "Half a not", "version": "0"}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"{path}/macros?mode=note&view=mine")
    assert Draft.objects.get(mode="note").body == "Half a not"


def test_the_preview_shows_what_would_change_and_marks_the_gap(path, carrier, ben, browser):
    html = browser(ben).get(f"{path}/macros/{carrier.pk}", headers=PIECE).content.decode()
    assert re.search(r"<dt>Status</dt><dd>.*Open.*→.*On hold", html)
    assert '<mark class="value">Dana</mark>' in html
    assert re.search(r'<mark class="gap">.*customer\.company</mark>', html)
    assert "&lt;soon&gt;" in html
    assert not MacroRun.objects.exists()


def test_what_cannot_be_done_cannot_be_pressed(path, make, ben, browser):
    gone = make("To nobody", ("team", 99))
    html = browser(ben).get(f"{path}/macros/{gone.pk}", headers=PIECE).content.decode()
    assert re.search(r'<button class="button main" type="submit" disabled>', html)


def test_using_one_leads_back_to_the_conversation_which_says_what_was_done(
    path, carrier, ben, kettle, browser
):
    client = browser(ben)
    answer = used(client, f"{path}", carrier, mode="note")
    run = MacroRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{path}?macro={run.pk}&mode=reply")
    html = client.get(answer["Location"]).content.decode()
    assert "<b><bdi>Ask the &lt;carrier&gt;</bdi></b>" in html
    assert "Owner: Ben; Note; Status: On hold; Reply in the draft" in html
    assert "Dear Dana of , &lt;soon&gt;." in html
    kettle.refresh_from_db()
    assert (kettle.status, kettle.assignee) == ("on_hold", ben)


def test_a_refusal_changes_nothing_and_stands_by_the_composer(path, make, ben, kettle, browser):
    refused = make("To nobody", ("priority", 3), ("team", 99))
    answer = used(browser(ben), path, refused)
    assert answer.status_code == 422
    assert 'role="alert" id="problem"' in answer.content.decode()
    kettle.refresh_from_db()
    assert kettle.priority == 1


def test_taking_back_says_what_was_left_alone(path, carrier, ben, sam, kettle, browser, at):
    client = browser(ben)
    used(client, path, carrier)
    kettle.refresh_from_db()
    conversations.set_status(conversation=kettle, status="solved", by=Actor.agent(sam.pk), at=at)
    run = MacroRun.objects.get()
    answer = client.post(f"{path}/macro-runs/{run.pk}/undo")
    html = client.get(answer["Location"]).content.decode()
    assert "Left alone, because somebody changed it since: Status. The note stays." in html
    assert client.post(f"{path}/macro-runs/{run.pk}/undo").status_code == 409


def test_a_run_of_another_conversation_is_not_shown(path, carrier, ben, eve, help_inbox, write_in, browser):
    client = browser(ben)
    used(client, path, carrier)
    other = write_in(eve, help_inbox, "Hello").conversation
    run = MacroRun.objects.get()
    assert 'id="macro-done"' not in client.get(f"/c/{other.pk}?macro={run.pk}").content.decode()
    assert 'id="macro-done"' not in client.get(f"{path}?macro=x").content.decode()
    assert client.post(f"/c/{other.pk}/macro-runs/{run.pk}/undo").status_code == 404


def test_who_may_not_does_not(path, carrier, make, kitchen, lou, cleo, browser):
    seen = make("Seen", ("note", "Seen"))
    assert used(browser(lou), path, carrier).status_code == 403
    assert used(browser(lou), path, seen).status_code == 303
    assert used(browser(cleo), path, seen).status_code == 404
    offered = browser(lou).get(f"{path}/macros", headers=PIECE).content.decode()
    assert "Seen" in offered
    assert "carrier" not in offered


def test_a_macro_of_another_team_is_not_there(path, make, wholesale_team, ben, browser):
    theirs = make("Theirs", ("note", "x"), team=wholesale_team)
    assert browser(ben).get(f"{path}/macros/{theirs.pk}").status_code == 404
    assert used(browser(ben), path, theirs).status_code == 404


def test_the_list_costs_the_same_for_many_macros(path, make, ben, browser, django_assert_max_num_queries):
    for number in range(30):
        make(f"Macro {number}", ("priority", 2))
    client = browser(ben)
    with django_assert_max_num_queries(10):
        client.get(f"{path}/macros", headers=PIECE)
