"""The service code in the console: drafted, tried on the last 90 days, published, and open clocks counted anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellkept.customers.models import Company
from wellkept.kernel import clock
from wellkept.kernel.models import LoggedEvent, Task
from wellkept.kernel.tasks import run_due
from wellkept.promises import standing
from wellkept.promises.models import Promise, ServiceCode, Target
from wellkept.surfaces.console.views import code_preview

pytestmark = pytest.mark.django_db

PROMISE = {"kind": "resolution", "amount": 3, "unit": "60", "hours": "business"}


@pytest.fixture(autouse=True)
def first_version(at, monkeypatch):
    """Published the day before; now is when Dana writes."""
    monkeypatch.setattr(clock, "now", lambda: at)
    ServiceCode.objects.update(published_at=at - timedelta(days=1))
    standing._read.cache_clear()


@pytest.fixture
def admin(signed_in, ada):
    return signed_in(ada)


@pytest.fixture
def draft(admin):
    admin.post(to("draft-code"))
    return ServiceCode.objects.get(published_at=None)


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def test_the_published_code_is_told_in_plain_words(admin, help_inbox):
    Target.objects.filter(kind="next_reply").update(inbox=help_inbox, hours="calendar", minutes=90)
    page = admin.get(to("service-code")).text
    for words in (
        "Within 8 business hours", "Within 24 business hours", "Within 90 minutes", "in the inbox Help",
        "The clock stands while pending.", "In force",
    ):  # fmt: skip
        assert words in page, words


def test_there_is_one_draft_and_asking_again_goes_on_with_it(admin, draft):
    admin.post(to("draft-code"))
    assert ServiceCode.objects.filter(published_at=None).count() == 1
    assert draft.targets.count() == 3


def test_a_promise_is_added_changed_and_removed(admin, draft, help_inbox):
    admin.post(to("add-promise", draft.pk), {**PROMISE, "priority": "3", "inbox": help_inbox.pk})
    made = draft.targets.get(kind="resolution")
    assert (made.minutes, made.priority, made.inbox_id) == (180, 3, help_inbox.pk)
    form = admin.get(to("change-promise", made.pk)).text
    assert 'value="3"' in form
    admin.post(to("change-promise", made.pk), {**PROMISE, "amount": 45, "unit": "1"})
    made.refresh_from_db()
    assert (made.minutes, made.priority) == (45, None)
    admin.post(to("remove-promise", made.pk))
    assert not draft.targets.filter(kind="resolution").exists()


@pytest.mark.parametrize(
    "values, field",
    [({"amount": ""}, "amount"), ({"amount": 0}, "amount"), ({"amount": 10_000}, "amount"),
     ({"kind": "first_reply"}, "kind"), ({"kind": "miracle"}, "kind"), ({"priority": "9"}, "priority")],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(admin, draft, values, field):
    answer = admin.post(to("add-promise", draft.pk), {**PROMISE, **values})
    assert (answer.status_code, f'id="id_{field}_error"' in answer.text) == (422, True)
    assert draft.targets.count() == 3


def test_a_company_is_chosen_by_name_or_domain(admin, draft, at):
    made = [
        Company.objects.create(name="Whitfield", domain=f"whitfield.{end}", created_at=at) for end in "ab"
    ]
    Company.objects.create(name="Quayside", created_at=at)
    for written, answer in (("nobody", 422), ("Whitfield", 422), ("WHITFIELD.b", 302), ("quayside", 302)):
        assert admin.post(to("add-promise", draft.pk), {**PROMISE, "company": written}).status_code == answer
    assert draft.targets.filter(kind="resolution", company=made[1]).exists()
    target = draft.targets.get(company__name="Quayside")
    assert 'value="Quayside"' in admin.get(to("change-promise", target.pk)).text
    assert "from Quayside" in admin.get(to("code-version", draft.pk)).text


def test_a_published_promise_is_not_changed(admin):
    target = Target.objects.get(kind="update")
    assert admin.get(to("change-promise", target.pk)).status_code == 404
    assert admin.post(to("change-promise", target.pk), PROMISE).status_code == 422
    assert admin.post(to("remove-promise", target.pk)).status_code == 422
    assert admin.post(to("discard-code", target.code_id)).status_code == 422
    assert admin.post(to("publish-code", target.code_id)).status_code == 422
    assert Target.objects.get(kind="update").minutes == target.minutes


def test_a_draft_is_tried_on_what_happened_and_says_where_it_would_break(admin, draft, kettle, answer_later):
    answer_later(hours=2)
    first = draft.targets.get(kind="first_reply")
    admin.post(to("change-promise", first.pk), {**PROMISE, "kind": "first_reply", "amount": 1})
    page = admin.get(to("code-preview", draft.pk)).text
    assert "First reply: 1 that was kept would have been broken." in page
    assert f'href="/c/{kettle.pk}"' in page
    assert "100.0 % kept" in page
    assert '<b>0.0 % kept</b><br><span class="fine quiet">0 kept, 1 broken' in page
    assert "of 2 promises end as the ledger says" in page


@pytest.fixture
def answer_later(kettle, ben, at, monkeypatch):
    from wellkept.conversations import operations

    def answer(**after):
        later = at + timedelta(**after)
        monkeypatch.setattr(clock, "now", lambda: later)
        kettle.refresh_from_db()
        operations.reply(
            conversation=kettle, agent=ben, text="A new one leaves today.",
            seen_message_id=kettle.last_inbound_id, at=later, undo=timedelta(),
        )  # fmt: skip

    return answer


def test_much_is_played_in_the_background_with_its_progress(admin, draft, kettle, at, monkeypatch):
    monkeypatch.setattr(code_preview, "AT_ONCE", 0)
    assert "There is much to play" in admin.get(to("code-preview", draft.pk)).text
    admin.post(to("rehearse-code", draft.pk))
    assert "0 of 1 conversations so far" in admin.get(to("code-preview", draft.pk)).text
    Task.objects.exclude(name="promises.rehearse").delete()
    assert run_due(at=at) == 1
    assert "Kept and broken, by kind" in admin.get(to("code-preview", draft.pk)).text


def test_publishing_applies_to_what_begins_after_it(admin, draft, kettle, at, monkeypatch):
    first = draft.targets.get(kind="first_reply")
    admin.post(to("change-promise", first.pk), {**PROMISE, "kind": "first_reply", "amount": 1})
    before = Promise.objects.get(conversation=kettle)
    assert admin.post(to("publish-code", draft.pk)).status_code == 302
    assert standing.code_now().id == draft.pk
    assert Promise.objects.get(conversation=kettle).due_at == before.due_at
    assert "Ada" in admin.get(to("service-code")).text


def test_open_clocks_are_counted_anew_only_with_a_reason(admin, draft, kettle):
    first = draft.targets.get(kind="first_reply")
    admin.post(to("change-promise", first.pk), {**PROMISE, "kind": "first_reply", "amount": 1})
    admin.post(to("publish-code", draft.pk))
    assert "1 of 1 open clocks would move." in admin.get(to("recount")).text
    refused = admin.post(to("recount"), {"reason": " "})
    assert (refused.status_code, 'id="id_reason_error"' in refused.text) == (422, True)
    assert admin.post(to("recount"), {"reason": "A shorter first reply"}).status_code == 302
    promise = Promise.objects.get(conversation=kettle)
    assert promise.due_at - promise.made_at == timedelta(hours=1)
    assert promise.original_due_at > promise.due_at
    assert LoggedEvent.objects.get(kind="promise.recalculated").data["reason"] == "A shorter first reply"
    assert "All of them stand" in admin.get(to("recount")).text


def test_a_draft_is_thrown_away(admin, draft):
    admin.post(to("discard-code", draft.pk))
    assert ServiceCode.objects.count() == 1


def test_supervisors_read_the_code_and_the_preview_and_change_nothing(signed_in, sam, draft):
    sees = signed_in(sam)
    assert "Change" not in sees.get(to("code-version", draft.pk)).text.split("<main")[1]
    assert sees.get(to("code-preview", draft.pk)).status_code == 200
    for name in ("publish-code", "discard-code", "rehearse-code", "add-promise"):
        assert sees.post(to(name, draft.pk), PROMISE).status_code == 403
    assert sees.post(to("recount"), {"reason": "Because"}).status_code == 403
    assert draft.targets.count() == 3


def test_the_page_costs_the_same_however_many_promises_there_are(admin, draft, django_assert_num_queries):
    admin.get(to("code-version", draft.pk))
    with CaptureQueriesContext(connection) as asked:
        admin.get(to("code-version", draft.pk))
    cost = len(asked)
    for priority in range(4):
        admin.post(to("add-promise", draft.pk), {**PROMISE, "priority": str(priority)})
    with django_assert_num_queries(cost):
        admin.get(to("code-version", draft.pk))
