"""Who comes in: every page and every action, allowed and refused side by side."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from wellkept.surfaces.console.urls import urlpatterns

pytestmark = pytest.mark.django_db

OPERATIONAL = {
    "overview", "suspended", "senders", "forget-sender", "suspended-mail", "release-mail", "drop-mail", "outbox",
    "capacity", "capacity-terms", "capacity-waits", "capacity-waiting", "tell-wait", "capacity-told",
    "capacity-half-hour", "intake", "one-intake",
    "retry-delivery", "local-outbox", "local-mail", "work", "retry-work", "drop-work", "events",
    "principles", "principle", "measure",
    "playbooks", "playbook", "playbook-version", "publish-playbook", "retire-playbook", "redo-playbook",
    "macros", "new-macro", "macro", "retire-macro", "move-macro",
    "hand-overs", "decisions",
    "rules", "rule", "rule-past", "seen-rule", "switch-rule", "move-rule", "retire-rule",
}  # fmt: skip
VIEWED = {
    "service-code",
    "code-version",
    "code-preview",
    "schedules",
    "schedule",
}  # supervisors see, admins change
ALL = {str(pattern.name) for pattern in urlpatterns}
PAGES = ["overview", "suspended", "senders", "outbox", "local-outbox", "work", "events", "principles"]
SETTINGS = [
    "service-code",
    "schedules",
    "recount",
    "workspace",
    "agents",
    "teams",
    "inboxes",
    "addresses",
    "tags",
    "drivers",
]


def path_of(name):
    """The address of a page, with number 1 (or a name) where it needs one."""
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    args = ["20260610-x.eml" if kind == "name" else 1 for kind in pattern.pattern.converters]
    return reverse(f"console:{name}", args=args)


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_comes_in_without_signing_in(client, ada, name, method):
    response = getattr(client, method)(path_of(name))
    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response["Location"].startswith("/sign-in?next=/console/")


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("method", ["get", "post"])
def test_agents_and_light_agents_are_refused_everywhere(signed_in, ben, lou, name, method):
    for person in (ben, lou):
        response = getattr(signed_in(person), method)(path_of(name))
        assert response.status_code in (403, 405)


@pytest.mark.parametrize("name", sorted(ALL - OPERATIONAL - VIEWED))
@pytest.mark.parametrize("method", ["get", "post"])
def test_supervisors_are_refused_where_things_are_set(signed_in, sam, name, method):
    assert getattr(signed_in(sam), method)(path_of(name)).status_code in (403, 405)


@pytest.mark.parametrize("name", sorted(VIEWED))
def test_supervisors_see_what_is_promised_and_change_nothing(signed_in, sam, name):
    assert signed_in(sam).get(path_of(name)).status_code in (200, 404)
    assert signed_in(sam).post(path_of(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_supervisors_look_after_mail_and_work(signed_in, sam, name):
    page = signed_in(sam).get(path_of(name))
    assert page.status_code == 200
    assert reverse("console:agents") not in page.text


@pytest.mark.parametrize("name", [*PAGES, *SETTINGS])
def test_admins_open_every_page(signed_in, ada, name):
    assert signed_in(ada).get(path_of(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_action_follows_a_link(signed_in, ada, name):
    """GET changes nothing: an address that acts answers only to POST."""
    acts = {"get": signed_in(ada).get(path_of(name)).status_code}
    assert acts["get"] in (200, 404, 405)


def test_every_form_carries_its_proof_of_origin(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(reverse("console:tags"), {"name": "urgent"}).status_code == 403
