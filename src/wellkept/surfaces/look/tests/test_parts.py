from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment

from wellkept.surfaces.look.context import theme


def environment_of_pages() -> Environment:
    """The one that renders every page."""
    backend = engines["jinja2"]
    assert isinstance(backend, Jinja2)
    return backend.env


AT = datetime(2026, 6, 10, 9, 42, tzinfo=UTC)


@pytest.fixture
def show():
    """`show("{{ badge(…) }}")` is that source with every part at hand, rendered."""

    def render(source, **values):
        names = "brand, due_chip, badge, tag, button, empty, waiting, banner, field, theme_toggle"
        text = '{% from "look/parts.html" import ' + names + " with context %}" + source
        return str(environment_of_pages().from_string(text).render(**values)).strip()

    return render


@pytest.mark.parametrize(
    "source",
    [
        "{{ avatar(x) }}",
        "{{ due_chip('soon', x) }}",
        "{{ badge(x) }}",
        "{{ tag(x) }}",
        "{{ tag(x, '/tags', {'value': x}) }}",
        "{{ button(x, name='status', value=x) }}",
        "{{ button(x, href=x) }}",
        "{{ empty(x, x) }}",
        "{{ banner(x) }}",
        "{{ waiting(x) }}",
    ],
)
def test_what_people_wrote_stays_text_in_every_part(show, source):
    assert "<script" not in show(source, x='"><script>alert(1)</script>')


def test_every_state_of_a_promise_has_a_shape_of_its_own(show):
    states = ("comfortable", "soon", "at-risk", "broken", "kept", "paused", "moved")
    shapes = {show(f"{{{{ due_chip('{state}', '') }}}}").partition("<svg")[2] for state in states}
    assert len(shapes) == len(states)


def test_a_time_carries_its_instant_and_all_of_itself(show):
    html = show("{{ time(at) }}", at=AT)
    assert 'datetime="2026-06-10T09:42:00+00:00"' in html
    assert 'title="Wednesday 10 June 2026, 09:42"' in html
    assert show("{{ time(at) }}", at=None) == ""


def test_a_tag_that_may_go_is_a_form_and_says_what_its_button_does(show):
    html = show("{{ tag('zoll', '/tags', {'value': 'zoll', 'remove': 1}) }}", csrf_input="")
    assert 'method="post" action="/tags"' in html
    assert 'name="remove" value="1"' in html
    assert 'aria-label="Remove the tag zoll"' in html
    assert "<button" not in show("{{ tag('zoll') }}")


def test_a_bad_banner_interrupts_and_a_good_one_waits(show):
    assert 'role="alert"' in show("{{ banner('Not sent.', 'bad') }}")
    assert 'role="status"' in show("{{ banner('Saved.', 'good', 'check') }}")


class Form(forms.Form):
    subject = forms.CharField(help_text="One line.")
    roles = forms.MultipleChoiceField(
        choices=[("a", "Agent"), ("b", "Admin")], widget=forms.CheckboxSelectMultiple
    )
    is_on = forms.BooleanField(label="Tell her")


def test_a_field_names_its_hint_and_its_error_to_those_who_hear_the_page(show):
    html = show("{{ field(form.subject) }}", form=Form({}))
    described = html.partition('aria-describedby="')[2].partition('"')[0].split()
    assert all(f'id="{name}"' in html for name in described)
    assert len(described) == 2
    assert 'aria-invalid="true"' in html
    assert '<label for="id_subject">' in html


def test_several_boxes_are_a_fieldset_and_one_is_a_label_around_it(show):
    several = show("{{ field(form.roles) }}", form=Form())
    assert several.startswith("<fieldset")
    assert several.count('type="checkbox"') == 2
    assert '<label class="check" for="id_is_on">' in show("{{ field(form.is_on) }}", form=Form())


def test_the_agents_own_choice_of_theme_comes_before_the_browsers(rf, ada):
    request = rf.get("/")
    request.COOKIES["theme"] = "dark"
    assert theme(request) == "dark"
    request.user = ada
    assert theme(request) == ""
    ada.theme = "light"
    assert theme(request) == "light"


def test_a_theme_that_does_not_exist_is_none(rf):
    request = rf.get("/")
    request.COOKIES["theme"] = '"><script>'
    assert theme(request) == ""
