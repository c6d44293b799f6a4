from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from wellkept.surfaces.look import views


@pytest.fixture
def request_of_nobody():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    setattr(request, "csp_nonce", "n0nce")  # noqa: B010  as the middleware does; the type does not know it
    return request


@pytest.mark.parametrize(
    "page, status",
    [(views.no_permission, 403), (views.not_found, 404), (views.broken, 500), (views.stale_form, 403)],
)
def test_a_page_that_says_no_says_what_to_do(request_of_nobody, page, status):
    response = page(request_of_nobody)
    assert response.status_code == status
    html = response.text
    assert len(re.findall("<h1>", html)) == 1
    assert 'href="/"' in html
    for word in ("please", "oops", "sorry", "successfully", "!"):
        assert word not in html.partition("<main")[2].partition("</main>")[0].lower()


def test_a_refusal_in_words_is_shown_and_stays_text(request_of_nobody):
    html = views.no_permission(request_of_nobody, PermissionDenied("It belongs to <b>Wholesale</b>.")).text
    assert "It belongs to &lt;b&gt;Wholesale&lt;/b&gt;." in html


def test_the_page_for_a_broken_desk_needs_no_database(request_of_nobody, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert views.broken(request_of_nobody).status_code == 500


def test_an_address_that_does_not_exist_gets_the_page(client, db):
    response = client.get("/nothing-here")
    assert response.status_code == 404
    assert "Nothing here" in response.text


def test_a_page_runs_no_script_and_no_style_of_its_own(client, db):
    html = client.get("/sign-in").text
    assert "<style" not in html
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    inline = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", html)
    assert len(inline) == 1
    assert 'type="importmap" nonce="' in inline[0]


def test_the_choice_made_before_signing_in_is_in_the_page_the_server_sends(client, db):
    assert "data-theme=" not in client.get("/sign-in").text
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/sign-in").text


def test_who_is_signed_in_can_keep_the_theme_and_who_is_not_can_not(client, ada):
    assert "data-theme-kept" not in client.get("/sign-in").text
    client.force_login(ada)
    html = client.get("/me").text
    assert 'data-theme-kept="/me/theme"' in html
    assert '<meta name="csrf-token"' in html
