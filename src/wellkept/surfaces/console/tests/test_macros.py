"""Macros in the console."""

from __future__ import annotations

import pytest

from wellkept.accounts.models import Team
from wellkept.automation.models import Macro
from wellkept.conversations.models import Driver, Tag
from wellkept.surfaces.console.forms.macros import MacroForm, initial_of_macro

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Ask the <carrier>",
    "description": "A parcel is late",
    "assign": "author",
    "priority": "2",
    "status": "on_hold",
    "add_tags": "carrier, Late ",
    "note": "Asked about {{ customer.name }}.",
    "reply": "Dear {{ customer.first_name | customer }} of {{ customer.company }},\r\nwe ask.\r\n",
    "wait": "2",
    "wait_unit": "1440",
    "wait_text": "The carrier",
    "follow_up": "",
    "follow_up_unit": "60",
}


@pytest.fixture
def tags(db):
    return [Tag.objects.create(name=name).pk for name in ("carrier", "late")]


@pytest.fixture
def desk(signed_in, sam, tags):
    """A supervisor's browser."""
    return signed_in(sam)


@pytest.fixture
def path(desk):
    """The address of one that is there."""
    answer = desk.post("/console/macros/new", FORM)
    assert answer.status_code == 302
    return answer["Location"].partition("?")[0]


def test_what_the_form_says_is_what_it_does(desk, path, tags):
    made = Macro.objects.get()
    assert (made.name, made.description, made.team) == ("Ask the <carrier>", "A parcel is late", None)
    assert made.actions == [
        {"do": "assign", "value": "author"},
        {"do": "priority", "value": 2},
        {"do": "add_tags", "value": tags},
        {"do": "note", "value": "Asked about {{ customer.name }}."},
        {
            "do": "reply",
            "value": "Dear {{ customer.first_name | customer }} of {{ customer.company }},\nwe ask.",
        },
        {"do": "status", "value": "on_hold"},
        {"do": "wait", "value": {"minutes": 2880, "text": "The carrier"}},
    ]


def test_the_form_of_one_holds_all_it_does(desk, path):
    before = Macro.objects.get().actions
    assert "Asked about {{ customer.name }}." in desk.get(path).content.decode()
    form = MacroForm(initial=initial_of_macro(Macro.objects.get()))
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert desk.post(path, given | {"name": "Ask them"}).status_code == 302
    assert (Macro.objects.get().name, Macro.objects.get().actions) == ("Ask them", before)


def test_the_list_says_who_and_what_in_words(desk, path):
    page = desk.get("/console/macros").content.decode()
    assert "Ask the &lt;carrier&gt;" in page
    assert "Owner: whoever uses it; Priority: High; Add tags: carrier, late;" in page
    assert "Wait for somebody else: 2 days: The carrier" in page


def test_an_empty_list_says_what_a_macro_is_for(desk):
    assert "No macro yet" in desk.get("/console/macros").content.decode()


def test_how_it_reads_is_shown_before_it_is_saved(desk):
    answer = desk.post("/console/macros/new", FORM | {"look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<mark class="value">Whitfield Ltd</mark>' in page
    assert '<mark class="fallback">customer</mark>' in page
    assert '<mark class="gap">' in page
    assert not Macro.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"name": ""}, "name", "A macro needs a name."),
        ({"add_tags": "carrier, nonsense"}, "add_tags", "There is no tag “nonsense”."),
        ({"reply": "Dear {{ customer.nme }}"}, "reply", "There is no such variable."),
        ({"assign": "99"}, "assign", "Choose one of the list."),
        ({"wait": "0"}, "wait", "A span goes from a minute to a year."),
        ({"wait": ""}, "wait", "Say when."),
        ({"status": "pending"}, "wait", "leave the status out"),
        ({"follow_up": "soon"}, "follow_up", "Write a whole number."),
    ],
)
def test_a_problem_stands_beside_its_field_and_nothing_is_made(desk, change, field, says):
    answer = desk.post("/console/macros/new", FORM | change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page[page.index(f'id="id_{field}_error"') :].partition("</div>")[0]
    assert not Macro.objects.exists()


def test_a_macro_that_does_nothing_is_refused(desk):
    answer = desk.post("/console/macros/new", {"name": "Nothing"})
    assert answer.status_code == 422
    assert "Choose what is to be done." in answer.content.decode()


def test_a_name_that_is_taken_is_refused(desk, path):
    assert "of that name already" in desk.post("/console/macros/new", FORM).content.decode()
    assert Macro.objects.count() == 1


def test_it_is_retired_and_brought_back(desk, path):
    assert desk.post(f"{path}/retire").status_code == 302
    assert Macro.objects.get().retired_at is not None
    assert "Offer it again" in desk.get(path).content.decode()
    desk.post("/console/macros/new", FORM)
    assert desk.post(f"{path}/retire", {"back": "1"}).status_code == 422
    Macro.objects.exclude(pk=int(path.rpartition("/")[2])).delete()
    assert desk.post(f"{path}/retire", {"back": "1"}).status_code == 302


def test_it_moves_up(desk, path):
    desk.post("/console/macros/new", FORM | {"name": "Second"})
    second = Macro.objects.get(name="Second")
    assert desk.post(f"/console/macros/{second.pk}/up").status_code == 302
    assert [one.name for one in Macro.objects.all()] == ["Second", "Ask the <carrier>"]


def test_it_can_be_for_one_team(desk, kitchen):
    desk.post("/console/macros/new", FORM | {"used_by": str(kitchen.pk), "team": str(kitchen.pk)})
    made = Macro.objects.get()
    assert made.team == Team.objects.get()
    assert {"do": "team", "value": kitchen.pk} in made.actions


def test_the_list_costs_the_same_for_many(desk, kitchen, django_assert_max_num_queries):
    reason = Driver.objects.create(name="Broken")
    for number in range(20):
        desk.post(
            "/console/macros/new",
            FORM | {"name": f"Macro {number}", "team": str(kitchen.pk), "driver": str(reason.pk)},
        )
    with django_assert_max_num_queries(13):
        assert desk.get("/console/macros").content.decode().count('class="to"') == 20
