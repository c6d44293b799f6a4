"""Agents, invitations, teams, and the desk's own settings."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from wellkept.accounts import queries
from wellkept.accounts.models import Agent, Invitation
from wellkept.conftest import PASSWORD
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(signed_in, ada):
    return signed_in(ada)


def invite(admin, **given):
    return admin.post(
        reverse("console:invite"), {"email": "nia@larkmoor.example", "name": "Nia", "role": "agent", **given}
    )


def link_in(response):
    return re.findall(r'value="http://testserver(/join/[^"]+)"', response.text)[0]


def test_an_invitation_shows_its_link_once_and_the_link_works(admin, ada):
    response = invite(admin)
    link = link_in(response)
    assert response["Cache-Control"] == "no-store"
    assert link not in admin.get(reverse("console:agents")).text
    joined = Client().post(link, {"name": "Nia", "password": PASSWORD, "timezone": "UTC"})
    assert joined.status_code == 302
    assert Agent.objects.get(email="nia@larkmoor.example").role == "agent"


def test_someone_here_already_is_not_asked_in_again(admin, ben):
    response = invite(admin, email="Ben@larkmoor.example")
    assert response.status_code == 422
    assert 'id="id_email_error"' in response.text
    assert not Invitation.objects.exists()


def test_a_withdrawn_link_opens_nothing(admin):
    link = link_in(invite(admin))
    admin.post(reverse("console:withdraw-invitation", args=[Invitation.objects.get().pk]))
    assert Client().get(link).status_code == 404
    assert LoggedEvent.objects.filter(kind="agent.invitation_withdrawn").exists()


def test_a_new_role_signs_the_person_out_everywhere(admin, ben):
    theirs = Client()
    theirs.force_login(ben)
    admin.post(reverse("console:agent", args=[ben.pk]), {"role": "supervisor"})
    assert theirs.get(reverse("me")).status_code == 302
    ben.refresh_from_db()
    assert ben.role == "supervisor"


def test_the_last_admin_stays_one_and_stays_in(admin, ada):
    response = admin.post(reverse("console:agent", args=[ada.pk]), {"role": "agent"})
    assert response.status_code == 422
    assert "only admin" in response.text
    response = admin.post(reverse("console:deactivate-agent", args=[ada.pk]))
    assert response.status_code == 422
    ada.refresh_from_db()
    assert (ada.role, ada.is_active) == ("admin", True)


def test_deactivating_ends_sessions_and_can_be_undone(admin, ben):
    theirs = Client()
    theirs.force_login(ben)
    admin.post(reverse("console:deactivate-agent", args=[ben.pk]))
    assert theirs.get(reverse("me")).status_code == 302
    admin.post(reverse("console:reactivate-agent", args=[ben.pk]))
    ben.refresh_from_db()
    assert ben.is_active


def test_an_admin_ends_the_sessions_of_a_person(admin, ben):
    theirs = Client()
    theirs.force_login(ben)
    admin.post(reverse("console:end-agent-sessions", args=[ben.pk]))
    assert theirs.get(reverse("me")).status_code == 302


def test_a_team_is_made_renamed_and_filled(admin, ben, cleo):
    admin.post(reverse("console:teams"), {"name": "Kitchen", "members": [ben.pk]})
    team = queries.teams().get()
    response = admin.post(reverse("console:team", args=[team.pk]), {"name": "Bakery", "members": [cleo.pk]})
    assert response.status_code == 302
    team.refresh_from_db()
    assert (team.name, list(team.members.all())) == ("Bakery", [cleo])


def test_two_teams_of_a_name_are_refused_beside_the_field(admin, kitchen):
    response = admin.post(reverse("console:teams"), {"name": "Kitchen"})
    assert response.status_code == 422
    assert 'id="id_name_error"' in response.text


def test_the_workspace_is_set_and_nonsense_is_refused(admin):
    given = {"name": "Larkmoor", "timezone": "Europe/London", "language": "en", "undo_seconds": 20}
    assert admin.post(reverse("console:workspace"), given).status_code == 302
    assert queries.workspace().undo_seconds == 20
    assert admin.post(reverse("console:workspace"), {**given, "undo_seconds": 900}).status_code == 422
    assert admin.post(reverse("console:workspace"), {**given, "timezone": "Mars"}).status_code == 422
    assert queries.workspace().undo_seconds == 20
    event = LoggedEvent.objects.get(kind="workspace.changed")
    assert event.data["changed"] == ["name", "timezone", "undo_seconds"]
