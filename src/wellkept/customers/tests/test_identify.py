"""Who writes: found by the address, made when it is new."""

import pytest
from django.db import transaction

from wellkept.customers import operations
from wellkept.customers.models import Company, Customer, Identity
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db

DANA = "dana@whitfield.example"


@pytest.fixture
def identify(at):
    def identify(address=DANA, name="", **more):
        return operations.identify(
            **{"kind": "email", "address": address, "name": name, "by": SYSTEM, "at": at} | more
        )

    return identify


def said(kind):
    return LoggedEvent.objects.filter(kind=kind).count()


def test_a_new_address_is_a_new_customer_who_appeared(identify, at):
    identity = identify(name="Dana Whitfield", language="de")

    assert (identity.address, identity.display_name, identity.created_at) == (DANA, "Dana Whitfield", at)
    assert (identity.customer.name, identity.customer.language) == ("Dana Whitfield", "de")
    appeared = LoggedEvent.objects.get(kind="customer.appeared")
    assert (appeared.customer_id, appeared.data) == (identity.customer_id, {"identity_id": identity.pk})


@pytest.mark.parametrize("again", [DANA, "DANA@Whitfield.Example", f" {DANA} "])
def test_the_same_address_is_the_same_customer_however_it_is_written(identify, again):
    assert identify(again) == identify()
    assert (Customer.objects.count(), said("customer.appeared")) == (1, 1)


@pytest.mark.parametrize(
    "other", ["d\u0430na@whitfield.example", "dana@whitf\u0131eld.example", "dana+x@whitfield.example"]
)
def test_a_look_alike_is_another_customer(identify, other):
    assert identify(other).customer != identify().customer


def test_the_same_words_of_another_kind_are_another_identity(identify):
    assert identify("+15550100", kind="phone").customer != identify("+15550100").customer


def test_a_name_is_taken_over_while_there_is_none_and_then_stays(identify):
    identify()
    assert identify(name="Dana\r\nWhitfield").customer.name == "Dana Whitfield"
    assert identify(name="Somebody Else").customer.name == "Dana Whitfield"
    assert Customer.objects.get().name == "Dana Whitfield"
    assert said("customer.changed") == 1


def test_a_very_long_name_is_shortened(identify):
    assert len(identify(name="Dana " * 1000).customer.name) <= 200


def test_the_domain_of_an_address_brings_its_company_and_no_other(identify, at):
    company = Company.objects.create(name="Whitfield Ltd", domain="whitfield.example", created_at=at)

    assert identify("New@Whitfield.example").customer.company == company
    assert identify("new@sub.whitfield.example").customer.company is None
    assert identify("new@notwhitfield.example").customer.company is None
    assert identify("whitfield.example", kind="phone").customer.company is None


def test_somebody_who_is_known_keeps_the_company_a_person_gave_them(identify, at):
    identify()
    Company.objects.create(name="Whitfield Ltd", domain="whitfield.example", created_at=at)

    assert identify().customer.company is None


def test_another_mail_of_the_same_person_that_was_faster_is_found(identify, monkeypatch):
    first = identify()
    looked = []

    def not_yet(kind, address):
        looked.append(address)

    monkeypatch.setattr(operations, "_find", not_yet)
    assert identify().pk == first.pk
    assert looked == [DANA]
    assert (Customer.objects.count(), said("customer.appeared")) == (1, 1)


def test_what_is_undone_around_it_is_undone_with_it(identify):
    with transaction.atomic():
        identify()
        transaction.set_rollback(True)
    assert not Identity.objects.exists()
    assert said("customer.appeared") == 0


def test_a_stranger_costs_few_queries(identify, django_assert_max_num_queries):
    with (
        transaction.atomic(),
        django_assert_max_num_queries(8),
    ):  # PostgreSQL: a savepoint, and the lock of the log
        identify()
