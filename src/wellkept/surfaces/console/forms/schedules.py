"""Schedules: the week, days of their own, and what can be imported."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from wellkept.accounts.models import Team
from wellkept.accounts.queries import teams
from wellkept.accounts.web.choices import timezones
from wellkept.conversations.models import Inbox
from wellkept.schedules.domain.hours import read_hours, write_hours
from wellkept.schedules.domain.lines import LONGEST, read_line, write_line
from wellkept.schedules.domain.problems import BadField
from wellkept.schedules.regions import MOST_YEARS, countries

LARGEST_FILE = 500_000
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class HoursField(forms.CharField):
    """Hours of a day on one line; cleaned to `[["09:00", "12:30"], …]`, empty: closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST,
            widget=forms.TextInput(attrs={**PLAIN, "placeholder": _("closed")}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        try:
            return write_hours(read_line(super().clean(value)))
        except BadField as problem:
            raise forms.ValidationError(problem.say) from problem


class ScheduleForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("A schedule needs a name.")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=timezones)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in WEEKDAYS.items():
            self.fields[f"day_{number}"] = HoursField(label=day)

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        days = {str(number): given.pop(f"day_{number}", []) for number in range(7)}
        given["week"] = {number: hours for number, hours in days.items() if hours}
        if not given["week"] and not self.errors:
            self.add_error("day_0", _("A week without an hour never opens: no clock would run out."))
        return given


def week_as_lines(week: dict[str, Any]) -> dict[str, str]:
    """What a form begins with."""
    return {
        f"day_{number}": write_line(read_hours(week.get(str(number), []), field="week"))
        for number in range(7)
    }


class DayForm(forms.Form):
    on = forms.DateField(
        label=_("Date"),
        error_messages={"required": _("Choose a date."), "invalid": _("That is no date.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    name = forms.CharField(
        label=_("What it is"), required=False, max_length=200, widget=forms.TextInput(attrs=PLAIN)
    )
    hours = HoursField(
        label=_("Hours"), help_text=_("Left empty, the day is closed. A half-day: 09:00–12:30.")
    )


class RegionForm(forms.Form):
    region = forms.ChoiceField(label=_("Country, or a part of it"))
    first_year = forms.IntegerField(label=_("From"), min_value=1970, max_value=2099)
    last_year = forms.IntegerField(label=_("until"), min_value=1970, max_value=2099)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = countries()
        self.fields["region"].choices = [  # type: ignore[attr-defined]  # a choice field's own
            (code, [(code, code), *((f"{code}-{part}", f"{code}-{part}") for part in parts)])
            for code, parts in known.items()
        ]
        self.fields["first_year"].initial, self.fields["last_year"].initial = today.year, today.year + 1

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_year"), given.get("last_year")
        if first and last and not first <= last < first + MOST_YEARS:
            self.add_error("last_year", _("Write a year from the first on, at most 20 of them."))
        country, _dash, part = given.get("region", "").partition("-")
        return {"country": country, "part": part, "first_year": first, "last_year": last}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        help_text=_(
            "An all-day entry closes the day, a timed one closes its hours. You see it before it counts."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("That file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("That file is larger than 500 KB. Export fewer years."))
        return file


class UsedByForm(forms.Form):
    inboxes = forms.ModelMultipleChoiceField(
        label=_("Inboxes"), queryset=Inbox.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inboxes"].queryset = Inbox.objects.order_by("name", "id")  # type: ignore[attr-defined]  # a model field's own
        self.fields["teams"].queryset = teams()  # type: ignore[attr-defined]  # a model field's own
