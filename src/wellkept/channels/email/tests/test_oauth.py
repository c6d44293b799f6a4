"""Signing in with OAuth2: tokens renewed in time, by one at a time, and a refusal that is told and not repeated."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta

import pytest
from django.db import connection

from wellkept.channels.email.domain.oauth import NotNow, Refused, Tokens
from wellkept.channels.email.imap import Folder, ImapTrouble
from wellkept.channels.email.models import Alarm, OAuthGrant
from wellkept.channels.email.oauth import NoToken, access_token, renewing
from wellkept.channels.email.oauth.connecting import begin, redeem
from wellkept.channels.email.operations import grants
from wellkept.channels.email.operations.accounts import remove_account, update_account
from wellkept.channels.email.transport import ServerTrouble
from wellkept.channels.email.trial import send_test
from wellkept.kernel import secrets
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent

from .fake_authority import BACK, CLIENT, SECRET, FakeAuthority
from .imap_door import signing_in
from .ingest import HELP
from .sink import sink
from .web_server import Given, serving

ADA = "ada@larkmoor.example"


@pytest.fixture
def authority(settings):
    settings.PRIVATE_TARGETS = ["127.0.0.1"]
    fake = FakeAuthority()
    with serving(fake) as fake.address:
        yield fake


@pytest.fixture
def clock(at, monkeypatch):
    """`clock.at` is now, wherever tokens are renewed."""

    class Clock:
        def __init__(self):
            self.at = at

        def now(self):
            return self.at

    ours = Clock()
    monkeypatch.setattr(renewing, "clock", ours)
    return ours


def set_client(account, authority, at, **other):
    return grants.set_client(**{
        "account": account, "provider": "other", "client_id": CLIENT, "client_secret": SECRET,
        "refresh_token": "refresh-0", "authorization_endpoint": f"{authority.address}/consent?theme=plain",
        "token_endpoint": f"{authority.address}/token", "scopes": "mail", "by": SYSTEM, "at": at, **other,
    })  # fmt: skip


@pytest.fixture
def grant(help_account, authority, clock, at):
    return set_client(help_account, authority, at)


def test_one_token_serves_until_shortly_before_its_end(grant, authority, clock):
    assert access_token(grant.pk) == "access-1"
    clock.at += timedelta(minutes=54)
    assert access_token(grant.pk) == "access-1"
    clock.at += timedelta(minutes=2)
    assert access_token(grant.pk) == "access-2"
    assert len(authority.asked) == 2


@pytest.mark.parametrize("life, good_for", [(120, 89), ("120", 89), (None, 224), ("soon", 224), (-1, 224), (10**7, 86000)])  # fmt: skip
def test_a_short_or_odd_life_is_used_for_most_of_it(grant, authority, clock, life, good_for):
    authority.lives_seconds = life
    access_token(grant.pk)
    clock.at += timedelta(seconds=good_for)
    access_token(grant.pk)
    assert len(authority.asked) == 1
    clock.at += timedelta(minutes=3)
    access_token(grant.pk)
    assert len(authority.asked) == 2


def test_a_rotated_refresh_token_is_the_one_used_next(grant, authority, clock):
    authority.rotates = True
    for number in (1, 2, 3):
        assert access_token(grant.pk) == f"access-{number}"
        clock.at += timedelta(hours=1)

    assert [one["refresh_token"] for one in authority.asked] == ["refresh-0", "refresh-1", "refresh-2"]
    grant.refresh_from_db()
    assert secrets.unseal(grant.refresh_token) == "refresh-3"


def test_nothing_of_it_lies_open(grant, authority):
    access_token(grant.pk)

    stored = str(list(OAuthGrant.objects.values())) + str(list(LoggedEvent.objects.values()))
    for secret in (SECRET, "refresh-0", "access-1"):
        assert secret not in stored


def test_a_refused_grant_raises_one_alarm_and_is_not_asked_for_again(grant, authority, clock):
    authority.refresh_tokens.clear()
    for _ in range(3):
        with pytest.raises(NoToken, match=r"connect it again.*invalid_grant: The token was revoked"):
            access_token(grant.pk)
        clock.at += timedelta(hours=2)

    assert len(authority.asked) == 1
    alarm = Alarm.objects.get(cleared_at=None)
    assert (alarm.kind, alarm.about) == ("oauth", HELP)
    assert "connect it again" in alarm.text


def test_connecting_again_ends_the_alarm_and_asks_at_once(grant, authority, clock, help_account):
    authority.refresh_tokens = {"refresh-new"}
    with pytest.raises(NoToken):
        access_token(grant.pk)
    set_client(help_account, authority, clock.at, refresh_token="refresh-new", client_secret=None)

    assert access_token(grant.pk) == "access-1"
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_a_client_secret_that_was_corrected_needs_no_new_consent(grant, authority, clock, help_account):
    set_client(help_account, authority, clock.at, refresh_token=None, client_secret="wrong")
    with pytest.raises(NoToken, match="invalid_client"):
        access_token(grant.pk)
    set_client(help_account, authority, clock.at, refresh_token=None)

    assert access_token(grant.pk) == "access-1"


def test_another_client_ends_what_the_first_was_granted(grant, authority, clock, help_account):
    set_client(help_account, authority, clock.at, refresh_token=None, client_id="another")

    with pytest.raises(NoToken, match="not connected"):
        access_token(grant.pk)
    assert authority.asked == []


@pytest.mark.parametrize(
    "trouble",
    [
        Given(503, b"<html>later</html>"),
        Given(429, b'{"error": "slow_down"}'),
        Given(400, b'{"error": "temporarily_unavailable"}'),
        Given(400, b"what?"),
        Given(200, b'{"access_token": "x y\\r\\nRCPT TO:<eve>", "token_type": "Bearer"}'),
        Given(200, b'{"access_token": "x", "token_type": "mac"}'),
        Given(302, b"", {"Location": "http://127.0.0.1/"}),
        Given(0),
    ],
)
def test_trouble_of_the_providers_own_is_left_alone_for_a_minute(grant, authority, clock, trouble):
    authority.trouble = trouble
    for _ in range(3):
        with pytest.raises(NoToken):
            access_token(grant.pk)
    assert len(authority.asked) == 1
    authority.trouble = None
    clock.at += timedelta(seconds=61)

    assert access_token(grant.pk) == "access-1"
    assert not Alarm.objects.exists()


def test_a_provider_that_names_its_time_is_given_it(grant, authority, clock):
    authority.trouble = Given(429, b"", {"Retry-After": "600"})
    for wait in (0, 590):
        clock.at += timedelta(seconds=wait)
        with pytest.raises(NoToken):
            access_token(grant.pk)
    assert len(authority.asked) == 1


def test_a_token_that_still_holds_is_used_while_the_provider_is_in_trouble(grant, authority, clock):
    access_token(grant.pk)
    clock.at += timedelta(minutes=57)
    authority.trouble = Given(503)

    assert access_token(grant.pk) == "access-1"
    assert access_token(grant.pk) == "access-1"
    assert len(authority.asked) == 2


def test_while_another_process_renews_nobody_else_asks(grant, authority, clock, monkeypatch):
    OAuthGrant.objects.update(renewing_until=clock.at + timedelta(seconds=60))
    looks = []
    monkeypatch.setattr("wellkept.channels.email.oauth.renewing.time.sleep", looks.append)
    with pytest.raises(NoToken, match="Another process"):
        access_token(grant.pk)
    assert authority.asked == []
    assert len(looks) == renewing.LOOKS


def test_who_waited_gets_what_the_other_stored(grant, clock, monkeypatch):
    OAuthGrant.objects.update(renewing_until=clock.at + timedelta(seconds=60))

    def other_finishes(_):
        OAuthGrant.objects.update(
            access_token=secrets.seal("theirs"), renewed_at=clock.at, expires_at=clock.at + timedelta(hours=1)
        )

    monkeypatch.setattr("wellkept.channels.email.oauth.renewing.time.sleep", other_finishes)
    assert access_token(grant.pk) == "theirs"


def test_a_renewal_that_a_crash_cut_off_is_taken_up_again(grant, authority, clock):
    OAuthGrant.objects.update(renewing_until=clock.at - timedelta(seconds=1))

    assert access_token(grant.pk) == "access-1"


def test_many_at_once_ask_once(really_committed, grant, authority, monkeypatch):
    authority.rotates = True
    monkeypatch.setattr(renewing, "BETWEEN_LOOKS_SECONDS", 0.02)
    monkeypatch.setattr(renewing, "LOOKS", 500)
    found = []

    def want():
        try:
            found.append(access_token(grant.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=want) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert found == ["access-1"] * 6
    assert len(authority.asked) == 1


@pytest.mark.parametrize(
    "ends", [Tokens("late", 3600, "late-refresh"), Refused("invalid_grant", ""), NotNow("")]
)
def test_what_a_person_connected_meanwhile_is_not_overwritten(
    grant, authority, clock, help_account, monkeypatch, ends
):
    def while_asked(claimed, parameters):
        set_client(help_account, authority, clock.at, refresh_token="newer")
        if isinstance(ends, Exception):
            raise ends
        return ends

    monkeypatch.setattr(renewing, "ask", while_asked)
    with contextlib.suppress(NoToken):
        access_token(grant.pk)

    grant.refresh_from_db()
    assert secrets.unseal(grant.refresh_token) == "newer"
    assert (grant.access_token, grant.refused_at, grant.retry_at) == ("", None, None)
    assert not Alarm.objects.exists()


def test_a_token_endpoint_inside_is_not_asked(grant, authority, settings):
    settings.PRIVATE_TARGETS = []
    with pytest.raises(NoToken, match="private address"):
        access_token(grant.pk)
    assert authority.asked == []


def test_smtp_signs_in_with_the_token(grant, authority, help_account, at):
    with sink() as other:
        other.tokens = ["access-1"]
        by_token(help_account, other.port, at)
        assert "queued" in send_test(account=help_account, to=ADA, at=at)
        assert "queued" in send_test(account=help_account, to=ADA, at=at)

    assert other.signed_in == [HELP, HELP]
    assert other.shown == ["access-1", "access-1"]
    assert len(authority.asked) == 1


def test_a_token_that_smtp_refuses_is_renewed_once(grant, authority, clock, help_account, at):
    access_token(grant.pk)
    clock.at += timedelta(minutes=10)
    with sink() as other:
        other.tokens = ["access-2"]
        by_token(help_account, other.port, at)
        send_test(account=help_account, to=ADA, at=at)
        other.tokens = []
        clock.at += timedelta(minutes=10)
        for _ in range(3):
            with pytest.raises(ServerTrouble, match="does not accept the token: 535"):
                send_test(account=help_account, to=ADA, at=at)

    assert other.shown[:2] == ["access-1", "access-2"]
    assert len(authority.asked) == 3, "a fresh token that is refused is not replaced again and again"


def test_mail_waits_while_there_is_no_token(grant, authority, help_account, at):
    authority.refresh_tokens.clear()
    with sink() as other:
        by_token(help_account, other.port, at)
        with pytest.raises(ServerTrouble, match="connect it again") as failure:
            send_test(account=help_account, to=ADA, at=at)
    assert failure.value.can_retry
    assert other.mails == []


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_token_that_imap_refuses_is_renewed_once(mechanism, grant, authority, clock, help_account, at):
    access_token(grant.pk)
    clock.at += timedelta(minutes=10)
    with signing_in(mechanism, tokens=["access-2"]) as other:
        update_account(account=help_account, imap_host="127.0.0.1", imap_port=other.port, imap_security="none",
                       imap_uses_token=True, by=SYSTEM, at=at)  # fmt: skip
        folder = Folder(help_account)
        folder.close()
        other.tokens.clear()
        with pytest.raises(ImapTrouble, match="AUTHENTICATIONFAILED"):
            Folder(help_account)

    tokens = [first.partition("Bearer ")[2].rstrip("\1") for _, first in other.said]
    assert tokens == ["access-1", "access-2", "access-2"]


def test_fetching_says_why_there_is_no_token(grant, authority, help_account, at):
    authority.refresh_tokens.clear()
    update_account(account=help_account, imap_host="127.0.0.1", imap_uses_token=True, by=SYSTEM, at=at)
    with pytest.raises(ImapTrouble, match="connect it again"):
        Folder(help_account)


def test_consent_gives_a_code_and_the_code_a_grant(authority, clock, help_account, at):
    grant = set_client(help_account, authority, at, refresh_token=None)
    attempt = begin(grant, redirect_uri=BACK)
    assert attempt.url.startswith(f"{authority.address}/consent?theme=plain&")
    back = authority.consent(attempt.url)
    assert back["state"] == attempt.state
    tokens = redeem(grant, code=back["code"], verifier=attempt.verifier, redirect_uri=BACK)
    grants.connect(grant=grant, tokens=tokens, by=SYSTEM, at=at)

    assert access_token(grant.pk) == "access-1"
    grant.refresh_from_db()
    assert secrets.unseal(grant.refresh_token) == "refresh-1"
    assert grant.granted_at == at


def test_a_code_is_worth_nothing_without_its_proof_key_and_only_once(authority, help_account, at):
    grant = set_client(help_account, authority, at, refresh_token=None)
    attempt = begin(grant, redirect_uri=BACK)
    other = begin(grant, redirect_uri=BACK)
    code = authority.consent(attempt.url)["code"]
    with pytest.raises(NoToken, match="proof key does not fit"):
        redeem(grant, code=code, verifier=other.verifier, redirect_uri=BACK)
    code = authority.consent(attempt.url)["code"]
    redeem(grant, code=code, verifier=attempt.verifier, redirect_uri=BACK)
    with pytest.raises(NoToken, match="invalid_grant"):
        redeem(grant, code=code, verifier=attempt.verifier, redirect_uri=BACK)


def test_a_preset_brings_its_servers_and_asks_for_a_new_dry_run(help_account, at):
    for provider, out, way_in in (
        ("google", "smtp.gmail.com", "imap.gmail.com"),
        ("microsoft", "smtp.office365.com", "outlook.office365.com"),
    ):
        grants.take_servers(account=help_account, provider=provider, by=SYSTEM, at=at)
        help_account.refresh_from_db()
        assert (help_account.sends_by, help_account.smtp_host, help_account.imap_host) == (
            "smtp",
            out,
            way_in,
        )
        assert help_account.smtp_uses_token
        assert help_account.imap_uses_token
        assert help_account.imap_confirmed_at is None


def test_consent_at_google_is_asked_for_a_lasting_grant(help_account, at):
    grant = grants.set_client(account=help_account, provider="google", client_id="c", by=SYSTEM, at=at)
    url = begin(grant, redirect_uri=BACK).url
    assert url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    for part in (
        "access_type=offline",
        "prompt=consent",
        "scope=https%3A%2F%2Fmail.google.com%2F",
        "login_hint=help%40",
    ):
        assert part in url


def test_a_directory_of_microsoft_stands_in_its_addresses(help_account, at):
    grant = grants.set_client(
        account=help_account, provider="microsoft", tenant="larkmoor.example", client_id="c", by=SYSTEM, at=at
    )
    url = begin(grant, redirect_uri=BACK).url
    assert url.startswith("https://login.microsoftonline.com/larkmoor.example/oauth2/v2.0/authorize?")
    assert "offline_access" in url


@pytest.mark.parametrize(
    "wrong",
    [
        {"provider": "microsoft", "tenant": "../evil"},
        {"provider": "other", "authorization_endpoint": "javascript:alert(1)", "token_endpoint": "https://a.example"},
        {"provider": "other", "authorization_endpoint": "https://a.example", "token_endpoint": "ftp://a.example"},
        {"provider": "other", "authorization_endpoint": "https://a.example/\r\nX: y", "token_endpoint": "https://a.example"},
        {"provider": "other", "authorization_endpoint": "https://a@b.example", "token_endpoint": "https://a.example"},
        {"provider": "other", "authorization_endpoint": "https://[a.example", "token_endpoint": "https://a.example"},
        {"provider": "other"},
    ],
)  # fmt: skip
def test_addresses_that_make_no_sense_are_refused(help_account, at, wrong):
    with pytest.raises(grants.NotAProvider):
        grants.set_client(account=help_account, client_id="c", by=SYSTEM, at=at, **wrong)
    assert not OAuthGrant.objects.exists()


def test_a_connection_that_was_taken_away_is_gone(grant, help_account, clock):
    grants.disconnect(account=help_account, by=SYSTEM, at=clock.at)
    grants.disconnect(account=help_account, by=SYSTEM, at=clock.at)

    with pytest.raises(NoToken, match="taken away"):
        access_token(grant.pk)


def test_the_alarms_of_an_address_end_with_it(grant, authority, help_account, clock):
    authority.refresh_tokens.clear()
    with pytest.raises(NoToken):
        access_token(grant.pk)
    remove_account(account=help_account, by=SYSTEM, at=clock.at)

    assert not Alarm.objects.filter(cleared_at=None).exists()
    assert not OAuthGrant.objects.exists()


def by_token(account, port, at):
    update_account(account=account, sends_by="smtp", smtp_host="127.0.0.1", smtp_port=port, smtp_security="none",
                   smtp_uses_token=True, by=SYSTEM, at=at)  # fmt: skip
