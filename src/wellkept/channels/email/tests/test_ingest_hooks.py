import base64
import hashlib
import hmac
import json

import pytest
from django.db import OperationalError

from wellkept.channels.email import operations
from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.web import views
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM

from .ingest import HELP, raw_mail

pytestmark = pytest.mark.django_db
KEY = "key-of-the-provider"
RAW = raw_mail("Gr\u00fc\u00dfe") + b"\xe9\xff raw bytes \r\n"


@pytest.fixture
def secret(help_account, at):
    operations.set_signing_key(help_account, KEY, by=SYSTEM, at=at)
    return operations.rotate_webhook_secret(help_account, by=SYSTEM, at=at)


@pytest.fixture
def post(client, help_account, secret):
    """`post("raw", body, …)` posts as the provider would; keyword arguments are headers."""

    def send(name, body, content_type="message/rfc822", account_id=None, **headers):
        return client.post(
            f"/hooks/mail/{account_id or help_account.pk}/{name}",
            body,
            content_type=content_type,
            headers=headers,
        )

    return send


def basic(password):
    return "Basic " + base64.b64encode(f"mail:{password}".encode()).decode()


def form(fields, boundary="xyz"):
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def signed(*, key=KEY, age=0, token="t" * 50, **fields):
    timestamp = str(int(clock.now().timestamp()) - age)
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    said = {"timestamp": timestamp, "token": token, "signature": signature, "recipient": HELP}
    return {
        name: value.encode() if isinstance(value, str) else value
        for name, value in {**said, "body-mime": RAW, **fields}.items()
    }


def stored():
    return [operations.read_raw(row.raw) for row in InboundMail.objects.select_related("raw")]


def test_a_raw_mail_with_the_secret_is_stored_byte_for_byte(post, secret):
    answer = post("raw", RAW, Authorization=f"Bearer {secret}")
    assert (answer.status_code, stored()) == (200, [RAW])


def test_a_plus_tag_of_the_account_is_kept_and_another_recipient_is_not(post, secret):
    post(
        "raw",
        RAW,
        Authorization=f"Bearer {secret}",
        **{"X-Envelope-To": "help+1k@larkmoor.example, trade@larkmoor.example"},
    )
    assert InboundMail.objects.get().envelope_to == ["help+1k@larkmoor.example"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic wrong", "Bearer \u00e9"])
def test_without_the_secret_nothing_is_stored(post, header):
    assert post("raw", RAW, Authorization=header).status_code == 401
    assert stored() == []


def test_an_account_without_a_secret_takes_nothing_and_looks_like_none(client, wholesale_account):
    for number in (wholesale_account.pk, 999_999):
        answer = client.post(
            f"/hooks/mail/{number}/raw",
            RAW,
            content_type="message/rfc822",
            headers={"Authorization": "Bearer "},
        )
        assert answer.status_code == 401
    assert stored() == []


def test_a_secret_opens_its_own_account_only(post, secret, wholesale_account):
    assert (
        post("raw", RAW, account_id=wholesale_account.pk, Authorization=f"Bearer {secret}").status_code == 401
    )


def test_the_old_secret_stops_working(post, secret, help_account, at):
    operations.rotate_webhook_secret(help_account, by=SYSTEM, at=at)
    assert post("raw", RAW, Authorization=f"Bearer {secret}").status_code == 401


def test_mailgun_signs_and_posts_mime(post):
    assert post("mailgun/mime", *form(signed())).status_code == 200
    assert stored() == [RAW]


def test_mailgun_may_post_urlencoded(post):
    from urllib.parse import urlencode

    answer = post("mailgun/mime", urlencode(signed()), "application/x-www-form-urlencoded")
    assert (answer.status_code, stored()) == (200, [RAW])


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(lambda: signed(key="another key"), id="unsigned by them"),
        pytest.param(lambda: signed(age=400), id="stale"),
        pytest.param(lambda: signed(age=-400), id="from the future"),
        pytest.param(lambda: {**signed(), "token": b"tampered"}, id="tampered"),
        pytest.param(lambda: {**signed(), "timestamp": b"1e9"}, id="a timestamp that is no number"),
        pytest.param(lambda: {**signed(), "signature": b""}, id="no signature"),
        pytest.param(lambda: {"body-mime": RAW}, id="nothing but the mail"),
    ],
)
def test_what_mailgun_did_not_sign_just_now_is_refused(post, fields):
    assert post("mailgun/mime", *form(fields())).status_code == 401
    assert stored() == []


def test_no_signing_key_means_no_mailgun(client, wholesale_account):
    body, kind = form(signed(key=""))
    assert (
        client.post(f"/hooks/mail/{wholesale_account.pk}/mailgun/mime", body, content_type=kind).status_code
        == 401
    )


def test_sendgrid_posts_the_raw_mail_with_its_envelope(post, secret):
    fields = {"email": RAW, "envelope": json.dumps({"to": [HELP], "from": "dana@whitfield.example"}).encode()}
    assert post("sendgrid", *form(fields), Authorization=basic(secret)).status_code == 200
    assert stored() == [RAW]
    assert InboundMail.objects.get().envelope_from == "dana@whitfield.example"


def test_postmark_posts_the_raw_mail_inside_json(post, secret):
    body = json.dumps(
        {
            "From": "dana@whitfield.example",
            "OriginalRecipient": HELP,
            "RawEmail": RAW.decode("utf-8", "replace"),
        }
    )
    assert post("postmark", body, "application/json", Authorization=basic(secret)).status_code == 200
    assert InboundMail.objects.get().via == "webhook"


@pytest.mark.parametrize("name", ["sendgrid", "postmark"])
@pytest.mark.parametrize("header", ["", "Basic !!!", "Bearer x", basic("wrong")])
def test_a_wrong_password_stores_nothing(post, name, header):
    assert post(name, b"{}", "application/json", Authorization=header).status_code == 401
    assert stored() == []


@pytest.mark.parametrize(
    "name, body, kind",
    [
        ("raw", b"", "message/rfc822"),
        ("sendgrid", b"junk", "text/plain"),
        ("sendgrid", b"--xyz\r\ncut off", "multipart/form-data; boundary=xyz"),
        ("sendgrid", form({"email": b""})[0], "multipart/form-data; boundary=xyz"),
        ("postmark", b"not json", "application/json"),
        ("postmark", b"[" * 100_000, "application/json"),
        ("postmark", b'{"RawEmail": 5}', "application/json"),
        ("postmark", b"[]", "application/json"),
    ],
)
def test_junk_is_refused_and_stores_nothing(post, secret, name, body, kind):
    header = f"Bearer {secret}" if name == "raw" else basic(secret)
    assert post(name, body, kind, Authorization=header).status_code == 400
    assert stored() == []


def test_a_mail_over_the_limit_is_refused(post, secret, settings):
    settings.MAX_MESSAGE_BYTES = 1000
    assert post("raw", b"x" * 1001, Authorization=f"Bearer {secret}").status_code == 413
    assert stored() == []


def test_the_same_post_again_is_acknowledged_and_stored_once(post, secret):
    for _ in range(3):
        assert post("raw", RAW, Authorization=f"Bearer {secret}").status_code == 200
    assert len(stored()) == 1


def test_a_database_that_is_away_makes_the_provider_try_again(post, secret, monkeypatch):
    def away(**_):
        raise OperationalError("locked")

    monkeypatch.setattr(views, "accept", away)
    answer = post("raw", RAW, Authorization=f"Bearer {secret}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_only_posts_are_answered(client, help_account):
    assert client.get(f"/hooks/mail/{help_account.pk}/raw").status_code == 405
