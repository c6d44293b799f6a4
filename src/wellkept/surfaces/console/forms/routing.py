"""How work is handed out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Inbox, Tag
from wellkept.routing.models import Method, Order, Skill

from .capacity import number

METHODS = [
    (Method.MANUAL, _("By hand: people take what they do")),
    (Method.ROUND_ROBIN, _("In turn: whoever was given something longest ago")),
    (Method.LEAST_LOADED, _("Fewest open: whoever has least to do")),
]
ORDERS = [
    (Order.OLDEST, _("What waits longest")),
    (Order.URGENT, _("What is most urgent: by priority, then by what is promised")),
]
CHANNELS = [
    ("email", _("Email")),
    ("chat", _("Chat")),
    ("webform", _("Web form")),
    ("sms", _("SMS")),
    ("whatsapp", _("WhatsApp")),
    ("messenger", _("Messenger")),
    ("telegram", _("Telegram")),
    ("voice", _("Phone")),
]


class TeamRoutingForm(forms.Form):
    method = forms.ChoiceField(label=_("New conversations"), choices=METHODS, widget=forms.RadioSelect)
    order = forms.ChoiceField(
        label=_("When someone frees up, they get"), choices=ORDERS, widget=forms.RadioSelect
    )
    is_sticky = forms.BooleanField(
        label=_("To the customer's last agent first, while they are on shift and have room"), required=False
    )
    overflow_team = forms.ModelChoiceField(
        label=_("What waits too long goes to"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Nowhere: it waits here"),
        help_text=_("Only conversations of inboxes that the other team may open move."),
    )
    overflow_minutes = number(_("after, in minutes"), least=1, most=100_000)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Team.objects.exclude(pk=team.pk).order_by("name", "id")
        self.fields["overflow_team"].queryset = others  # type: ignore[attr-defined]  # a model field's own


class AbilitiesForm(forms.Form):
    limit = number(
        _("Limit, in units"),
        least=0,
        most=1000,
        hint=_("What is open with them and not snoozed counts, by the weight of its channel. 0: nothing."),
    )
    languages = forms.CharField(
        label=_("Languages they write in"),
        help_text=_("Codes with commas between them, like de, en, es."),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    skills = forms.ModelMultipleChoiceField(
        label=_("Skills"),
        queryset=Skill.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].queryset = Skill.objects.all()  # type: ignore[attr-defined]  # as above

    def clean_languages(self) -> list[str]:
        """The codes; what is none is refused."""
        codes = [code.strip().lower() for code in self.cleaned_data["languages"].split(",") if code.strip()]
        for code in codes:
            if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
                raise forms.ValidationError(
                    _("A language is two or three letters, like de; %(code)s is not."), params={"code": code}
                )
        return codes


class AbsenceForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Say a day and a time."), "invalid": _("Say a day and a time.")},
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Say a day and a time."), "invalid": _("Say a day and a time.")},
    )
    substitute = forms.ModelChoiceField(
        label=_("Substitute"),
        queryset=Agent.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Somebody has to stand in.")},
    )

    def __init__(self, *args: Any, substitutes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = substitutes  # type: ignore[attr-defined]  # as above


class ChannelsForm(forms.Form):
    """A weight and a limit for each channel."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, label in CHANNELS:
            self.fields[f"weight_{channel}"] = number(label, least=0, most=1000, hint=_("units each"))
            self.fields[f"most_{channel}"] = number(
                _("At most"), least=0, most=1000, hint=_("of them; empty: any number"), required=False
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each channel."""
        return [(self[f"weight_{channel}"], self[f"most_{channel}"]) for channel, _label in CHANNELS]


class SkillForm(forms.Form):
    name = forms.CharField(
        label=_("Skill"),
        max_length=60,
        error_messages={"required": _("A skill needs a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    inboxes = forms.ModelMultipleChoiceField(
        label=_("Asked for in these inboxes"),
        queryset=Inbox.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tags = forms.ModelMultipleChoiceField(
        label=_("Asked for with these tags"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inboxes = Inbox.objects.filter(archived_at__isnull=True)
        self.fields["inboxes"].queryset = inboxes  # type: ignore[attr-defined]  # as above
        self.fields["tags"].queryset = Tag.objects.filter(retired_at__isnull=True)  # type: ignore[attr-defined]  # as above
