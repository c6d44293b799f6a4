"""One's own profile: password and signed-in browsers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from wellkept.accounts import operations
from wellkept.accounts.models import Session
from wellkept.accounts.web.browsers import browser_of
from wellkept.conftest import PASSWORD
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.ids import digest
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db

NEW = "another kettle for the aunt"


@pytest.fixture
def elsewhere(ben):
    browser = Client(
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    )
    browser.post(reverse("sign-in"), {"email": ben.email, "password": PASSWORD})
    return browser


def is_in(browser):
    return browser.get(reverse("me")).status_code == 200


def test_signed_in_browsers_are_listed_without_their_keys(elsewhere):
    page = elsewhere.get(reverse("me")).text
    assert "Firefox" in page
    assert "Linux" in page
    assert elsewhere.cookies["wellkept"].value not in page


def test_a_browser_ended_from_another_is_out_at_its_next_step(signed_in, ben, elsewhere):
    here = signed_in(ben)
    handle = digest(elsewhere.cookies["wellkept"].value)[:24]
    assert is_in(elsewhere)
    here.post(reverse("end-session", args=[handle]))
    assert not is_in(elsewhere)
    assert is_in(here)


def test_nobody_ends_the_session_of_somebody_else(signed_in, cleo, elsewhere):
    handle = digest(elsewhere.cookies["wellkept"].value)[:24]
    assert signed_in(cleo).post(reverse("end-session", args=[handle])).status_code == 404
    assert is_in(elsewhere)


def test_all_other_browsers_end_at_once(signed_in, ben, elsewhere):
    here = signed_in(ben)
    here.post(reverse("end-other-sessions"))
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(elsewhere, ben):
    here = Client()
    here.post(reverse("sign-in"), {"email": ben.email, "password": PASSWORD})
    before = here.cookies["wellkept"].value
    here.post(reverse("change-password"), {"current": PASSWORD, "new": NEW})
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert here.cookies["wellkept"].value != before
    ben.refresh_from_db()
    assert ben.check_password(NEW)
    assert LoggedEvent.objects.filter(kind="agent.password_changed").exists()


def test_the_password_now_is_asked_for(signed_in, ben):
    response = signed_in(ben).post(reverse("change-password"), {"current": "a guess", "new": NEW})
    assert response.status_code == 422
    assert "That is not the password you have now." in response.text
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


def test_guessing_the_password_now_is_throttled_like_signing_in(signed_in, ben):
    browser = signed_in(ben)
    for _ in range(8):
        browser.post(reverse("change-password"), {"current": "a guess", "new": NEW})
    response = browser.post(reverse("change-password"), {"current": PASSWORD, "new": NEW})
    assert "Too many tries" in response.text
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password1234", "ben@larkmoor.example"])
def test_a_weak_password_is_refused(signed_in, ben, weak):
    response = signed_in(ben).post(reverse("change-password"), {"current": PASSWORD, "new": weak})
    assert response.status_code == 422
    assert 'id="id_new_error"' in response.text


def test_a_changed_role_ends_every_session(signed_in, ben, ada):
    browser = signed_in(ben)
    assert is_in(browser)
    operations.change_role(agent=ben, role="supervisor", by=SYSTEM, at=clock.now())
    assert not is_in(browser)


def test_a_deactivated_agent_is_out_at_the_next_step(signed_in, ben, ada):
    browser = signed_in(ben)
    operations.deactivate(agent=ben, by=SYSTEM, at=clock.now())
    assert not is_in(browser)
    assert not Session.objects.filter(agent=ben).exists()


def test_name_and_zone_are_ones_own_to_change_and_the_role_is_not(signed_in, ben):
    given = {
        "name": "Ben Okafor",
        "timezone": "Europe/Berlin",
        "language": "en",
        "signature": "",
        "role": "admin",
    }
    assert signed_in(ben).post(reverse("me"), given).status_code == 302
    ben.refresh_from_db()
    assert (ben.name, ben.timezone, ben.role) == ("Ben Okafor", "Europe/Berlin", "agent")


def test_a_session_remembers_when_it_began(elsewhere):
    began = Session.objects.get().created_at
    session = elsewhere.session
    session["seen"] = 0
    session.save()
    elsewhere.get(reverse("me"))
    assert Session.objects.get().created_at == began


@pytest.mark.parametrize(
    "user_agent, words",
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", ("Firefox", "Linux")),
        ("curl/8", ("", "")),
    ],
)
def test_browsers_are_called_what_people_call_them(user_agent, words):
    assert browser_of(user_agent) == words


def test_light_or_dark_is_remembered_and_nothing_else_is_taken(signed_in, ben):
    browser = signed_in(ben)
    assert browser.post(reverse("theme"), {"theme": "dark"}).status_code == 204
    assert browser.post(reverse("theme"), {"theme": '"><script>'}).status_code == 422
    ben.refresh_from_db()
    assert ben.theme == "dark"
    assert 'data-theme="dark"' in browser.get(reverse("me")).text
