"""Signing in to a mailbox with OAuth2: the client, a person's consent at the provider, and its end."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.channels.email.models import OAuthGrant
from wellkept.channels.email.oauth import NoToken
from wellkept.channels.email.oauth.connecting import begin, redeem
from wellkept.channels.email.oauth.endpoint import authorization_endpoint
from wellkept.channels.email.operations import grants
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.oauth import OAuthForm
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, carry_out, done, for_admins, page

from .addresses import Forms, find, redirect_uri, show

SESSION = "mail_consent"
# How long a person may take to sign in at the provider and agree.
PATIENCE = timedelta(minutes=15)
MOST_CODE = 4000


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the provider sent back, with what the session kept for it."""

    grant: OAuthGrant
    code: str
    state: str
    verifier: str
    redirect_uri: str


@require_POST
@for_admins
def client(request: HttpRequest, account_id: int) -> HttpResponse:
    """Saves what the provider knows the desk by; a refresh token among it connects at once."""
    account = find(account_id)
    form = OAuthForm(request.POST)

    def save(_given: dict[str, Any]) -> HttpResponse:
        grant = grants.set_client(account=account, by=actor(request), at=clock.now(), **form.given())
        return done("address", "saved" if grant.granted_at else "connect", account.pk)

    if saved := carry_out(request, form, save, beside=None):
        return saved
    return show(request, account, Forms(oauth=form))


@require_POST
@for_admins
def connect(request: HttpRequest, account_id: int) -> HttpResponse:
    """A page with the link to the provider: the content policy lets no form lead elsewhere, and a person sees where."""
    account = find(account_id)
    grant = get_object_or_404(OAuthGrant.objects.select_related("account"), account=account)
    if not authorization_endpoint(grant):
        return show(request, account, Forms(extra={"refusal": _("Write the address for consent first.")}))
    back = redirect_uri(request)
    attempt = begin(grant, redirect_uri=back)
    request.session[SESSION] = {
        "grant_id": grant.pk,
        "state": attempt.state,
        "verifier": attempt.verifier,
        "redirect_uri": back,
        "until": (clock.now() + PATIENCE).timestamp(),
    }
    context = {"account": account, "consent_url": attempt.url, "host": urlsplit(attempt.url).hostname}
    return page(request, "connect", context, here="addresses")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def consent(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the person back to. Following the link changes nothing; the button on it connects."""
    is_posted = request.method == "POST"
    try:
        answer = _answer(request, request.POST if is_posted else request.GET)
        if is_posted:
            return _finish(request, answer)
    except (Refused, NoToken) as why:
        status = UNPROCESSABLE if is_posted else 200
        return page(
            request, "consent", {"answer": None, "refusal": str(why)}, here="addresses", status=status
        )
    return page(request, "consent", {"answer": answer}, here="addresses")


def _finish(request: HttpRequest, answer: _Answer) -> HttpResponse:
    del request.session[SESSION]  # once, whatever comes of it
    tokens = redeem(
        answer.grant, code=answer.code, verifier=answer.verifier, redirect_uri=answer.redirect_uri
    )
    grants.connect(grant=answer.grant, tokens=tokens, by=actor(request), at=clock.now())
    return done("address", "connected", answer.grant.account_id)


@require_POST
@for_admins
def take_servers(request: HttpRequest, account_id: int) -> HttpResponse:
    """Mail goes out and comes in through the provider's servers."""
    account = find(account_id)
    grant = get_object_or_404(OAuthGrant, account=account)
    grants.take_servers(account=account, provider=grant.provider, by=actor(request), at=clock.now())
    account.refresh_from_db()
    return done("address", "saved" if account.imap_confirmed_at else "dry-run", account.pk)


@require_POST
@for_admins
def disconnect(request: HttpRequest, account_id: int) -> HttpResponse:
    account = find(account_id)
    grants.disconnect(account=account, by=actor(request), at=clock.now())
    return done("address", "disconnected", account.pk)


def _answer(request: HttpRequest, given: QueryDict) -> _Answer:
    """What came back, checked against what this browser asked for. Raises Refused with what to do."""
    again = " " + _("Open the address and connect it again.")
    asked = request.session.get(SESSION)
    if asked is None or asked["until"] < clock.now().timestamp():
        raise Refused(_("This browser is connecting nothing, or it took too long.") + again)
    if not hmac.compare_digest(asked["state"].encode(), given.get("state", "").encode()):
        raise Refused(_("What came back does not belong to what this browser asked for.") + again)
    if error := given.get("error", ""):
        raise Refused(_("The provider did not agree: %(error)s.") % {"error": error[:100]} + again)
    grant = OAuthGrant.objects.select_related("account").filter(pk=asked["grant_id"]).first()
    code = given.get("code", "")
    if grant is None or not 0 < len(code) <= MOST_CODE:
        raise Refused(_("The provider sent no code, or the address was disconnected meanwhile.") + again)
    return _Answer(
        grant=grant,
        code=code,
        state=asked["state"],
        verifier=asked["verifier"],
        redirect_uri=asked["redirect_uri"],
    )
