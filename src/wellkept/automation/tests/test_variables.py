"""Texts with variables, for one customer and one agent."""

from __future__ import annotations

import pytest

from wellkept.automation.domain.variables import NAMES
from wellkept.automation.queries_variables import filled
from wellkept.customers.models import Company

pytestmark = pytest.mark.django_db


def test_every_variable_has_its_value(kettle, ben, at):
    customer = kettle.customer
    customer.company = Company.objects.create(name="Acme", created_at=at)
    text = "\n".join(f"{{{{ {name} }}}}" for name in NAMES)
    said = filled(text, conversation=kettle, agent=ben)
    assert said.gaps == ()
    assert said.text.split("\n") == [
        customer.name,
        customer.name.split()[0],
        "Acme",
        str(kettle.pk),
        kettle.subject,
        ben.name,
        ben.name.split()[0],
        kettle.inbox.name,
    ]


def test_an_address_is_no_first_name(kettle, ben):
    kettle.customer.name = "dana@example.org"
    said = filled("Hello {{ customer.first_name | there }}", conversation=kettle, agent=ben)
    assert said.text == "Hello there"


def test_nobody_is_called_by_a_company_they_do_not_have(kettle, ben):
    assert filled("{{ customer.company }}", conversation=kettle, agent=ben).gaps == ("customer.company",)
