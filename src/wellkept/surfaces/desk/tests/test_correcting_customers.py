"""What an agent corrects about a customer, and where it shows."""

import pytest

from wellkept.customers.models import Customer


def test_a_corrected_name_shows_in_the_list_at_once(signed_in, ben, dana, kettle):
    browser = signed_in(ben)
    browser.post(f"/customers/{dana.customer_id}/profile", {"name": "Dana Whitfield-Roy"})
    assert "Dana Whitfield-Roy" in browser.get("/v/all").content.decode()


def test_what_is_not_sent_stays(signed_in, ben, dana, kettle):
    Customer.objects.filter(pk=dana.customer_id).update(language="de")
    signed_in(ben).post(f"/customers/{dana.customer_id}/profile", {"company": "Whitfield & Co"})
    person = Customer.objects.select_related("company").get(pk=dana.customer_id)
    assert (person.name, person.language, person.company.name) == ("Dana Whitfield", "de", "Whitfield & Co")


def test_correcting_beside_a_conversation_leads_back_to_it(signed_in, ben, dana, kettle):
    answer = signed_in(ben).post(
        f"/customers/{dana.customer_id}/profile?view=mine", {"name": "D", "conversation": kettle.pk}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/c/{kettle.pk}?view=mine")


@pytest.mark.parametrize(
    "given", [{"timezone": "Mars/Olympus"}, {"timezone": "../etc"}, {"language": "a language"}]
)
def test_nonsense_is_refused_with_a_sentence(given, signed_in, ben, dana, kettle):
    answer = signed_in(ben).post(f"/customers/{dana.customer_id}/profile", given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_known_time_zone_says_what_the_clock_shows_there(signed_in, ben, dana, kettle):
    browser = signed_in(ben)
    browser.post(f"/customers/{dana.customer_id}/profile", {"timezone": "Europe/Berlin"})
    assert "Berlin," in browser.get(f"/c/{kettle.pk}").content.decode()


def test_an_address_of_somebody_else_is_refused(signed_in, ben, dana, eve, kettle):
    browser = signed_in(ben)
    path = f"/customers/{dana.customer_id}/addresses"
    assert browser.post(path, {"address": "d@whitfield.example"}).status_code == 303
    assert browser.post(path, {"address": eve.address}).status_code == 422
    assert browser.post(path, {"address": "no address"}).status_code == 422
    addresses = set(dana.customer.identities.values_list("address", flat=True))
    assert addresses == {dana.address, "d@whitfield.example"}
