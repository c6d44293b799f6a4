"""One-time links: the first admin, invitations, new passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wellkept.accounts import operations, queries
from wellkept.accounts.models import Agent, Invitation, Role
from wellkept.conftest import PASSWORD
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db

FIRST = {
    "workspace": "Larkmoor",
    "name": "Ada",
    "email": "Ada@larkmoor.example",
    "password": PASSWORD,
    "timezone": "Europe/London",
}
JOINING = {"name": "Cleo", "password": PASSWORD, "timezone": "UTC"}


@pytest.fixture
def set_up_address(db):
    secret = operations.invite_first_admin(at=clock.now())
    return reverse("set-up", args=[secret])


@pytest.fixture
def invited(ada):
    """An invitation of an agent, and its address."""
    return _invite()


def _invite(email="cleo@larkmoor.example", role="agent", at=None):
    invitation, secret = operations.invite(email=email, role=role, by=SYSTEM, at=at or clock.now())
    return invitation, reverse("join", args=[secret])


def test_first_admin_comes_by_the_link_and_is_signed_in(client, set_up_address):
    assert client.get(set_up_address).status_code == 200
    response = client.post(set_up_address, FIRST)
    assert response["Location"] == reverse("home")
    ada = Agent.objects.get()
    assert (ada.email, ada.role, ada.timezone) == ("ada@larkmoor.example", Role.ADMIN, "Europe/London")
    assert (queries.workspace().name, queries.workspace().timezone) == ("Larkmoor", "Europe/London")
    assert client.get(reverse("me")).status_code == 200


def test_set_up_is_gone_once_anybody_is_here(client, set_up_address):
    client.post(set_up_address, FIRST)
    assert Client().get(set_up_address).status_code == 404
    assert Client().post(set_up_address, {**FIRST, "email": "eve@quayside.example"}).status_code == 404
    assert Agent.objects.count() == 1
    assert operations.invite_first_admin(at=clock.now()) is None


def test_another_set_up_link_does_not_work_beside_the_right_one(client, set_up_address):
    assert client.get(reverse("set-up", args=["0" * 40])).status_code == 404
    fresh = reverse("set-up", args=[operations.invite_first_admin(at=clock.now())])
    assert client.get(set_up_address).status_code == 404
    assert client.get(fresh).status_code == 200


def test_weak_password_is_refused_beside_its_field_and_the_link_survives(client, set_up_address):
    response = client.post(set_up_address, {**FIRST, "password": "short"})
    assert response.status_code == 422
    assert 'id="id_password_error"' in response.text
    assert not Agent.objects.exists()
    assert client.post(set_up_address, FIRST).status_code == 302


def test_invited_person_chooses_a_password_and_is_in(client, invited):
    _, address = invited
    assert "cleo@larkmoor.example" in client.get(address).text
    assert client.post(address, JOINING)["Location"] == reverse("home")
    assert Agent.objects.get(email="cleo@larkmoor.example").role == Role.AGENT


def test_an_invitation_works_once(client, invited):
    _, address = invited
    client.post(address, JOINING)
    again = Client().post(address, {**JOINING, "password": "another good password"})
    assert again.status_code == 404
    assert Agent.objects.get(email="cleo@larkmoor.example").check_password(PASSWORD)


def test_an_invitation_ends_after_72_hours(client, ada):
    _, address = _invite(at=clock.now() - timedelta(hours=72, seconds=1))
    assert client.get(address).status_code == 404
    assert client.post(address, JOINING).status_code == 404


def test_a_newer_invitation_ends_the_older_whatever_its_role(client, ada):
    _, as_admin = _invite(role="admin")
    _, as_agent = _invite(role="agent")
    assert client.post(as_admin, JOINING).status_code == 404
    assert client.post(as_agent, JOINING).status_code == 302
    assert Agent.objects.get(email="cleo@larkmoor.example").role == Role.AGENT


def test_a_withdrawn_invitation_opens_nothing(client, invited):
    invitation, address = invited
    operations.withdraw_invitation(invitation=invitation, by=SYSTEM, at=clock.now())
    assert client.get(address).status_code == 404


def test_an_empty_secret_matches_nothing(db):
    with pytest.raises(operations.InvitationUsedUp):
        operations.open_invitation(secret="", at=clock.now())


def test_the_invited_address_cannot_be_swapped_by_the_form(client, invited):
    _, address = invited
    client.post(address, {**JOINING, "email": "eve@quayside.example", "role": "admin"})
    assert not Agent.objects.filter(email="eve@quayside.example").exists()
    assert Agent.objects.get(email="cleo@larkmoor.example").role == Role.AGENT


def test_link_for_someone_here_sets_a_new_password_and_ends_their_sessions(ada, ben):
    elsewhere = Client()
    elsewhere.force_login(ben)
    _, address = _invite(email=ben.email)
    assert (
        Client().post(address, {**JOINING, "name": "Ben", "password": "a new kettle altogether"}).status_code
        == 302
    )
    assert elsewhere.get(reverse("me")).status_code == 302
    ben.refresh_from_db()
    assert ben.check_password("a new kettle altogether")


def test_link_does_not_open_the_door_to_someone_deactivated(client, ada, ben):
    _, address = _invite(email=ben.email)
    operations.deactivate(agent=ben, by=SYSTEM, at=clock.now())
    assert client.get(address).status_code == 404


def test_only_a_hash_of_the_secret_is_kept(invited):
    invitation, address = invited
    secret = address.rsplit("/", 1)[1]
    values = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert secret not in str(values)
