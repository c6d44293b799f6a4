"""What agents and mail change about a customer."""

import pytest

from wellkept.customers import operations
from wellkept.customers.models import Company, Customer, Identity
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


def changes():
    rows = LoggedEvent.objects.filter(kind="customer.changed").order_by("pk")
    return [row.data["changed"] for row in rows]


def test_a_person_corrects_name_language_and_zone(dana, ben, at):
    operations.update(
        customer=dana.customer,
        name=" Dana W. ",
        language="de",
        timezone="Europe/Berlin",
        by=Actor.agent(ben.pk),
        at=at,
    )
    stored = Customer.objects.get()
    assert (stored.name, stored.language, stored.timezone) == ("Dana W.", "de", "Europe/Berlin")
    event = LoggedEvent.objects.get(kind="customer.changed")
    assert (event.actor_kind, event.actor_id) == ("agent", ben.pk)
    assert event.data["changed"] == ["language", "name", "timezone"]


def test_what_is_the_same_already_is_no_change(dana, at):
    operations.update(customer=dana.customer, name=dana.customer.name, by=SYSTEM, at=at)
    assert changes() == []


@pytest.mark.parametrize("field", ["id", "company", "created_at", "is_admin"])
def test_nothing_else_of_a_customer_can_be_set(dana, at, field):
    with pytest.raises(ValueError, match=field):
        operations.update(customer=dana.customer, by=SYSTEM, at=at, **{field: "7"})
    assert changes() == []


def test_a_second_address_belongs_to_the_same_customer(dana, at):
    added = operations.add_identity(
        customer=dana.customer, kind="email", address="Dana@Home.example", by=SYSTEM, at=at
    )
    assert (added.customer, added.address) == (dana.customer, "dana@home.example")
    assert operations.identify(kind="email", address="dana@home.example", by=SYSTEM, at=at) == added
    assert LoggedEvent.objects.get(kind="customer.identity_added").customer_id == dana.customer_id


def test_an_address_they_have_already_is_simply_theirs(dana, at):
    again = operations.add_identity(
        customer=dana.customer, kind="email", address=dana.address, by=SYSTEM, at=at
    )
    assert again == dana
    assert not LoggedEvent.objects.filter(kind="customer.identity_added").exists()


def test_an_address_of_somebody_else_is_refused_and_stays_theirs(dana, eve, at):
    with pytest.raises(operations.AddressTaken, match="Eve Sorensen"):
        operations.add_identity(
            customer=dana.customer, kind="email", address="EVE@quayside.example", by=SYSTEM, at=at
        )
    eve.refresh_from_db()
    assert eve.customer_id != dana.customer_id


@pytest.mark.parametrize("address", ["", "  ", "\x00", "dana.home.example"])
def test_what_is_no_address_is_refused(dana, at, address):
    with pytest.raises(Refused):
        operations.add_identity(customer=dana.customer, kind="email", address=address, by=SYSTEM, at=at)
    assert Identity.objects.count() == 1


def test_a_company_is_made_once_joined_by_name_and_left_again(dana, eve, at):
    for customer in (dana.customer, eve.customer):
        operations.set_company(customer=customer, name="  Whitfield\nLtd ", by=SYSTEM, at=at)
    assert Company.objects.get().name == "Whitfield Ltd"
    assert set(Company.objects.get().customers.all()) == {dana.customer, eve.customer}

    operations.set_company(customer=dana.customer, name="", by=SYSTEM, at=at)
    operations.set_company(customer=dana.customer, name="", by=SYSTEM, at=at)
    assert Customer.objects.get(pk=dana.customer_id).company is None
    assert changes() == [["company"], ["company"], ["company"]]


def test_an_address_that_bounced_is_unreachable_until_it_writes(dana, at):
    operations.mark_unreachable(identity=dana, why="550 no\r\nsuch user", by=SYSTEM, at=at)
    dana.refresh_from_db()
    assert (dana.unreachable_at, dana.unreachable_why) == (at, "550 no such user")
    event = LoggedEvent.objects.get(kind="customer.identity_unreachable")
    assert event.data["identity_id"] == dana.pk

    operations.mark_reachable(identity=dana)
    dana.refresh_from_db()
    assert (dana.unreachable_at, dana.unreachable_why) == (None, "")
