"""Coming in: sign-in, sign-out, set-up and invitations."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.accounts import operations, queries
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused

from .door import client_address, door_page, focus_first_error, go_in, never_kept, where_next
from .forms import JoinForm, SetUpForm, SignInForm

UNPROCESSABLE = 422
TOO_MANY = 429


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return go_in(request)
    if not queries.has_agents():
        return door_page(request, "not_set_up")
    form = SignInForm(request.POST or None)
    context = {"form": form, "next": where_next(request), "refusal": ""}
    if request.method != "POST":
        return door_page(request, "sign_in", context)
    if not form.is_valid():
        focus_first_error(form)
        return door_page(request, "sign_in", context, status=UNPROCESSABLE)
    try:
        operations.sign_in(
            request=request,
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            address=client_address(request),
            at=clock.now(),
            stays=form.cleaned_data["stays"],
        )
    except operations.TooManyAttempts as refusal:
        response = door_page(request, "sign_in", {**context, "refusal": str(refusal)}, status=TOO_MANY)
        response["Retry-After"] = "900"
        return response
    except operations.WrongPassword as refusal:
        form.fields["email"].widget.attrs.pop("autofocus", None)
        form.fields["password"].widget.attrs["autofocus"] = True
        return door_page(request, "sign_in", {**context, "refusal": str(refusal)}, status=UNPROCESSABLE)
    return go_in(request)


@never_kept
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """What the browser kept of the desk goes, too: the next person at this computer finds nothing."""
    operations.sign_out(request=request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, secret: str) -> HttpResponse:
    """The first admin. Once anyone is here, the page does not exist."""
    at = clock.now()
    if queries.has_agents():
        return door_page(request, "no_such_link", {"is_set_up": True}, status=404)
    try:
        operations.open_invitation(secret=secret, at=at)
    except operations.InvitationUsedUp:
        return door_page(request, "no_such_link", {"is_set_up": False}, status=404)
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                agent = operations.accept_invitation(
                    secret=secret,
                    name=given["name"],
                    email=given["email"],
                    password=given["password"],
                    timezone=given["timezone"],
                    at=at,
                )
                operations.update_workspace(
                    name=given["workspace"],
                    timezone=given["timezone"],
                    language=queries.workspace().language,
                    undo_seconds=queries.workspace().undo_seconds,
                    by=Actor.agent(agent.pk),
                    at=at,
                )
        except Refused as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            operations.start_session(request=request, agent=agent, address=client_address(request), at=at)
            return go_in(request)
    return _form_page(request, "set_up", {"form": form})


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """An invited person chooses a password; one who is here already chooses a new one."""
    at = clock.now()
    try:
        invitation = operations.open_invitation(secret=secret, at=at)
    except operations.InvitationUsedUp:
        return door_page(request, "no_such_link", {"is_set_up": True}, status=404)
    if not invitation.email:
        return redirect("set-up", secret=secret)
    known = invitation.agent
    form = JoinForm(
        request.POST or None,
        initial={
            "name": known.name if known else invitation.name,
            "timezone": known.timezone if known else queries.workspace().timezone,
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            agent = operations.accept_invitation(
                secret=secret,
                name=given["name"],
                email=invitation.email,
                password=given["password"],
                timezone=given["timezone"],
                language=queries.workspace().language,
                at=at,
            )
        except Refused as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            operations.start_session(request=request, agent=agent, address=client_address(request), at=at)
            return go_in(request)
    return _form_page(request, "join", {"form": form, "invitation": invitation})


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of `context["form"]`; 422 when something in it was refused."""
    form = context["form"]
    if not form.errors:
        return door_page(request, template, context)
    focus_first_error(form)
    return door_page(request, template, context, status=UNPROCESSABLE)


def _field_of(refusal: Refused) -> str | None:
    """Beside which field the refusal stands; None for the whole form."""
    if isinstance(refusal, operations.WeakPassword):
        return "password"
    return "email" if isinstance(refusal, operations.AlreadyAnAgent) else None
