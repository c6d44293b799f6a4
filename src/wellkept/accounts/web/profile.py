"""One's own name, password and signed-in browsers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.accounts import operations, queries
from wellkept.accounts.models import Agent, Session
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.kernel.ids import digest

from .browsers import browser_of
from .door import client_address, never_kept
from .forms import PasswordChangeForm, ProfileForm

MOST_SESSIONS = 50
FIELDS = ("name", "timezone", "language", "theme", "signature")


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A session as its owner sees it. `handle` names it without being its key."""

    handle: str
    browser: str
    system: str
    address: str
    session: Session
    is_this_one: bool


@never_kept
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    agent = cast(Agent, request.user)
    form = ProfileForm(request.POST or None, initial={name: getattr(agent, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        operations.update_profile(
            agent=agent, by=Actor.agent(agent.pk), at=clock.now(), **{n: form.cleaned_data[n] for n in FIELDS}
        )
        return _done("profile")
    return _page(request, agent, form=form)


@never_kept
@login_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """What the light-and-dark button says: "light", "dark", or "" for as the computer has it."""
    agent = cast(Agent, request.user)
    theme = request.POST.get("theme", "")
    if theme not in ("", "light", "dark"):
        return HttpResponse(status=422)
    operations.update_profile(agent=agent, theme=theme, by=Actor.agent(agent.pk), at=clock.now())
    return HttpResponse(status=204)


@never_kept
@login_required
@require_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """The new password ends every other session; this one gets a new key."""
    agent = cast(Agent, request.user)
    form = PasswordChangeForm(request.POST)
    if form.is_valid():
        try:
            operations.change_password(
                agent=agent,
                current=form.cleaned_data["current"],
                new=form.cleaned_data["new"],
                keep=request.session.session_key,
                address=client_address(request),
                at=clock.now(),
            )
        except operations.WeakPassword as refusal:
            form.add_error("new", str(refusal))
        except (operations.WrongPassword, operations.TooManyAttempts) as refusal:
            form.add_error("current", str(refusal))
        else:
            update_session_auth_hash(request, agent)
            return _done("password")
    return _page(request, agent, password_form=form)


@never_kept
@login_required
@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    agent = cast(Agent, request.user)
    found = next((b for b in signed_in_browsers(agent) if b.handle == handle), None)
    if found is None:
        raise Http404(_("That browser is signed out already."))
    operations.revoke_session(session=found.session, by=Actor.agent(agent.pk), at=clock.now())
    return _done("session")


@never_kept
@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    agent = cast(Agent, request.user)
    operations.end_sessions(
        agent=agent, keep=request.session.session_key, by=Actor.agent(agent.pk), at=clock.now()
    )
    return _done("session")


def signed_in_browsers(agent: Agent, *, this_key: str | None = None) -> list[SignedInBrowser]:
    """The agent's sessions that still count, the latest first; one query."""
    found = queries.sessions_of(agent).filter(expire_date__gt=clock.now())[:MOST_SESSIONS]
    return [_browser(session, this_key) for session in found]


def _done(what: str) -> HttpResponse:
    return redirect(f"{reverse('me')}?done={what}")


def _browser(session: Session, this_key: str | None) -> SignedInBrowser:
    browser, system = browser_of(session.user_agent)
    return SignedInBrowser(
        handle=digest(session.session_key)[:24],
        browser=browser,
        system=system,
        address=session.address,
        session=session,
        is_this_one=session.session_key == this_key,
    )


def _page(
    request: HttpRequest,
    agent: Agent,
    *,
    form: ProfileForm | None = None,
    password_form: PasswordChangeForm | None = None,
) -> HttpResponse:
    form = form or ProfileForm(initial={name: getattr(agent, name) for name in FIELDS})
    password_form = password_form or PasswordChangeForm()
    said = {
        "profile": _("Saved."),
        "password": _("Your password is changed. Every other browser is signed out."),
        "session": _("Signed out there. It takes effect at that browser's next step."),
    }
    context = {
        "agent": agent,
        "form": form,
        "password_form": password_form,
        "browsers": signed_in_browsers(agent, this_key=request.session.session_key),
        "said": said.get(request.GET.get("done", ""), ""),
    }
    status = 422 if form.errors or password_form.errors else 200
    return render(request, "accounts/profile.html", context, status=status)
