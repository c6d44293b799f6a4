"""The pages of people."""

import pytest

from wellkept.customers import operations
from wellkept.customers.models import Customer
from wellkept.customers.queries import people
from wellkept.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(at):
    return [
        operations.identify(
            kind="email", address=f"p{n}@whitfield.example", name=f"Person {n}", by=SYSTEM, at=at
        ).customer
        for n in range(5)
    ]


def names(page):
    return [customer.name for customer in page.rows]


def everyone():
    return Customer.objects.all()


def test_pages_go_from_the_latest_to_the_first_and_end(crowd):
    first = people(among=everyone(), size=2)
    second = people(among=everyone(), size=2, before=first.older)
    third = people(among=everyone(), size=2, before=second.older)

    assert [names(page) for page in (first, second, third)] == [
        ["Person 4", "Person 3"],
        ["Person 2", "Person 1"],
        ["Person 0"],
    ]
    assert third.older is None


def test_a_page_that_just_fits_is_the_last(crowd):
    assert people(among=everyone(), size=5).older is None


def test_somebody_who_appears_meanwhile_moves_nobody_to_the_next_page(crowd, eve):
    before = people(among=everyone().exclude(pk=eve.customer_id), size=2)
    assert names(people(among=everyone(), size=2, before=before.older)) == ["Person 2", "Person 1"]


@pytest.mark.parametrize(
    "query, found",
    [
        pytest.param("person 3", ["Person 3"], id="the beginning of a name, in any case"),
        pytest.param("P3@Whitfield.example", ["Person 3"], id="a whole address"),
        pytest.param("son 3", [], id="the middle of a name"),
        pytest.param("p3@whitfield", [], id="part of an address"),
        pytest.param("%", [], id="a wildcard is a character"),
        pytest.param("p3@wh\u0131tfield.example", [], id="a look-alike"),
    ],
)
def test_people_are_found_by_name_or_whole_address(crowd, query, found):
    assert names(people(query, among=everyone())) == found


def test_only_those_are_found_among_whom_one_may_look(crowd):
    allowed = everyone().filter(pk__in=[crowd[0].pk, crowd[1].pk])

    assert names(people(among=allowed)) == ["Person 1", "Person 0"]
    assert names(people("Person 4", among=allowed)) == []
    assert names(people("p4@whitfield.example", among=allowed)) == []


def test_a_page_costs_the_same_however_many_there_are(crowd, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = people(among=everyone())
        assert [identity.address for one in page.rows for identity in one.identities.all()] == [
            f"p{n}@whitfield.example" for n in (4, 3, 2, 1, 0)
        ]
        assert [one.company for one in page.rows] == [None] * 5
