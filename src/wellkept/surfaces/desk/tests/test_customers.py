"""Customers: who is listed, found and opened, and by whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.customers import operations as customers
from wellkept.customers.models import Customer
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


def people(answer):
    return [int(number) for number in re.findall(r'href="/customers/(\d+)"', answer.content.decode())]


@pytest.fixture
def both(dana, eve, help_inbox, wholesale, write_in):
    """Dana wrote to the help inbox, Eve to wholesale."""
    return write_in(dana, help_inbox, "The lid.").conversation, write_in(
        eve, wholesale, "Forty kettles."
    ).conversation


@pytest.mark.parametrize(
    "who, sees", [("ada", "both"), ("sam", "both"), ("ben", "dana"), ("lou", "dana"), ("cleo", "eve")]
)
def test_people_are_listed_to_who_sees_an_inbox_they_wrote_to(who, sees, both, dana, eve, signed_in, request):
    wanted = {"both": [eve, dana], "dana": [dana], "eve": [eve]}[sees]
    answer = signed_in(request.getfixturevalue(who)).get("/customers")
    assert people(answer) == [one.customer_id for one in wanted]


@pytest.mark.parametrize(
    "query", ["Dana", "dana", "dana whit", "dana@whitfield.example", "DANA@whitfield.example"]
)
def test_a_person_is_found_by_the_beginning_of_a_name_or_a_whole_address(query, both, dana, ben, signed_in):
    assert people(signed_in(ben).get("/customers", {"q": query})) == [dana.customer_id]


@pytest.mark.parametrize("query", ["Whitfield", "dana@", "Eve", "eve@quayside.example", "%", "_", "x\0"])
def test_what_is_no_beginning_or_not_theirs_finds_nobody(query, both, ben, signed_in):
    answer = signed_in(ben).get("/customers", {"q": query})
    assert (answer.status_code, people(answer)) == (200, [])


@pytest.mark.parametrize("after", ["x", "²", "-1", "9" * 18, "9" * 40])
def test_any_page_may_be_asked_for(after, both, ben, signed_in):
    assert signed_in(ben).get("/customers", {"after": after}).status_code == 200


def test_the_older_ones_follow_on_the_next_page(both, dana, eve, ada, signed_in):
    assert people(signed_in(ada).get("/customers", {"after": eve.customer_id})) == [dana.customer_id]


def test_a_persons_page_shows_only_conversations_of_inboxes_one_sees(
    both, dana, wholesale, write_in, browser, ben, cleo
):
    secret = write_in(dana, wholesale, "And forty for the shop.", subject="Wholesale prices").conversation
    assert "Wholesale prices" not in browser(ben).get(f"/customers/{dana.customer_id}").content.decode()
    page = browser(cleo).get(f"/customers/{dana.customer_id}").content.decode()
    assert f'href="/c/{secret.pk}"' in page
    assert f'href="/c/{both[0].pk}"' not in page


def test_a_person_without_name_or_zone_still_has_a_page(help_inbox, write_in, ben, at, signed_in):
    nobody = customers.identify(kind="email", address="x@y.example", by=SYSTEM, at=at)
    write_in(nobody, help_inbox, "Hello")
    Customer.objects.update(timezone="Mars/Olympus")
    assert "x@y.example" in signed_in(ben).get(f"/customers/{nobody.customer_id}").content.decode()
    nobody.delete()
    answer = signed_in(ben).get(f"/customers/{nobody.customer_id}")
    assert answer.status_code == 200


def test_the_list_costs_the_same_with_two_people_and_with_twenty(
    both, help_inbox, write_in, ben, at, signed_in
):
    def cost():
        with CaptureQueriesContext(connection) as made:
            found = people(browser.get("/customers"))
        return len(made), len(found)

    browser = signed_in(ben)
    browser.get("/customers")
    few, _ = cost()
    for number in range(20):
        person = customers.identify(kind="email", address=f"{number}@y.example", by=SYSTEM, at=at)
        write_in(person, help_inbox, "Hello")
    assert cost() == (few, 21)
