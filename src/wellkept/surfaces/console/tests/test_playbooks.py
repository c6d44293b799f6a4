"""Playbooks and hand-overs in the console."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.automation.models import Playbook, PlaybookVersion
from wellkept.conversations.models import Driver
from wellkept.routing.models import HandOverTerms
from wellkept.routing.operations import hand_over

pytestmark = pytest.mark.django_db
TEXTS = {
    "name": "Broken kettle",
    "facts": "Months | number, months | the order\nDropped | yes or no | the customer",
    "table": "Dropped: yes => Offer a repair\nDropped: no; Months: under 24 => Replace it | Two years of warranty.\n"
    "Dropped: no; Months: 24 or more => Offer a repair",
    "steps": "Look at the photo\nReplace it => Order the part",
}


@pytest.fixture
def broken(db):
    return Driver.objects.create(name="Broken", parent=Driver.objects.create(name="Product"))


@pytest.fixture
def desk(signed_in, sam, broken):
    """A supervisor's browser, with a playbook for what is broken."""
    client = signed_in(sam)
    client.post("/console/playbooks", {"driver": broken.pk, "name": "Broken"})
    return client


@pytest.fixture
def path(desk):
    return f"/console/playbooks/{Playbook.objects.get().pk}"


def test_it_is_written_saved_tried_and_published(desk, path):
    assert desk.post(path, TEXTS).status_code == 302
    page = desk.get(path).content.decode()
    assert "Every case has exactly one row." in page
    tried = desk.get(path, {"fact-dropped": "no", "fact-months": "3"}).content.decode()
    assert "<b>Replace it</b> <span" in tried
    assert "Order the part" in tried[tried.index('id="try"') :]
    assert desk.post(f"{path}/publish").status_code == 302
    assert PlaybookVersion.objects.get().published_at is not None


def test_the_editor_names_cases_without_a_row_or_with_two(desk, path):
    gap = TEXTS | {"table": "Dropped: yes => Repair\nMonths: under 24 => Replace", "steps": ""}
    desk.post(path, gap)
    page = desk.get(path).content.decode()
    assert "No row for Months: 24 or more; Dropped: no" in page
    assert "Rows 1, 2 all hold for Months: under 24; Dropped: yes" in page
    refused = desk.post(f"{path}/publish")
    assert refused.status_code == 422
    assert "Some cases have no row, or two." in refused.content.decode()


@pytest.mark.parametrize(
    "field, text, says",
    [
        ("facts", "Months | years", "Line 1: After the name write"),
        ("table", "Dropped: maybe => x", "Line 1: “Dropped” is yes or no."),
        ("steps", "Sell it => y", "Line 1: No row gives “Sell it”."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_text_by_line(desk, path, field, text, says):
    refused = desk.post(path, TEXTS | {field: text})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert says in page[page.index(f'id="id_{field}_error"') :][:600]
    assert PlaybookVersion.objects.get().definition["facts"] == []


def test_an_earlier_version_can_be_seen_and_taken_up_again(desk, path):
    desk.post(path, TEXTS)
    desk.post(f"{path}/publish")
    desk.post(path, TEXTS | {"table": "always => Ask a colleague", "steps": ""})
    desk.post(f"{path}/publish")
    assert "Replace it" in desk.get(f"{path}/versions/1").content.decode()
    assert desk.get(f"{path}/versions/7").status_code == 404
    desk.post(f"{path}/versions/1/redo")
    assert "Replace it" in desk.get(path).content.decode()
    assert list(PlaybookVersion.objects.values_list("number", flat=True)) == [3, 2, 1]


def test_a_reason_that_has_one_is_not_offered_again(desk, path, broken):
    refused = desk.post("/console/playbooks", {"driver": broken.pk, "name": "Another"})
    assert refused.status_code == 422
    assert Playbook.objects.count() == 1


def test_it_is_retired_and_brought_back(desk, path):
    desk.post(f"{path}/retire")
    assert Playbook.objects.get().retired_at is not None
    desk.post(f"{path}/retire", {"back": "1"})
    assert Playbook.objects.get().retired_at is None


def test_the_console_lists_hand_overs_and_sets_how_long_they_wait(signed_in, sam, ben, kitchen, kettle, at):
    hand_over.offer(
        conversation=kettle, to_team=kitchen, agent=ben, done="Read it.", promised="", next_step="Answer it",
        next_at=at + timedelta(days=1), at=at,
    )  # fmt: skip
    client = signed_in(sam)
    assert "Waits" in client.get("/console/hand-overs").content.decode()
    assert client.post("/console/hand-overs", {"minutes": "45"}).status_code == 302
    assert HandOverTerms.objects.get().minutes == 45
    for wrong in ("0", "20161", "soon", ""):
        assert client.post("/console/hand-overs", {"minutes": wrong}).status_code == 422
