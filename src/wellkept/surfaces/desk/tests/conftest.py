"""What the desk's tests share: browsers, and one conversation with everything in it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client

from wellkept.automation.domain.actions import Action
from wellkept.automation.operations import macros
from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.operations.sources import keep
from wellkept.conversations import operations
from wellkept.conversations.files import store
from wellkept.conversations.models import DeliveryState
from wellkept.kernel.actors import SYSTEM
from wellkept.routing.operations.hand_over import offer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HTML = (
    '<p>Hello</p><img src="cid:lid@mail" alt="the lid"><img src="https://tracker.example/dot.png">'
    "<script>alert(1)</script>"
)
RAW = b"From: dana@whitfield.example\r\nSubject: lid\r\n\r\n<script>alert(1)</script>\r\n"


@pytest.fixture
def browser():
    """`browser(ben)` is a browser of its own with Ben's session; `browser()` is nobody's."""

    def open_one(agent=None):
        client = Client()
        if agent is not None:
            client.force_login(agent)
        return client

    return open_one


@pytest.fixture
def answer(kettle, ben, at):
    """`answer("Dear Dana …")` is a reply of Ben's that waits for its undo time."""

    def write(text="Dear Dana, a new lid is on its way.", *, when=at, agent=ben, into=kettle):
        into.refresh_from_db()
        return operations.reply(
            conversation=into,
            agent=agent,
            text=text,
            seen_message_id=into.last_inbound_id,
            at=when,
            undo=timedelta(seconds=10),
        )

    return write


@pytest.fixture
def draft_file(kettle, at):
    """`draft_file(ben)` is a file on Ben's draft."""

    def attach(agent, *, name="label.pdf", mode="reply", content_type="application/pdf", data=b"%PDF-1.7"):
        return operations.attach_to_draft(
            conversation=kettle,
            agent=agent,
            mode=mode,
            stored=store(data),
            name=name,
            content_type=content_type,
            at=at,
        )

    return attach


@pytest.fixture
def scene(kettle, dana, eve, ben, kitchen, help_inbox, write_in, answer, draft_file, at):
    """The numbers of one of everything, all in the help inbox."""
    stored = store(PNG)
    picture = operations.IncomingFile(
        stored=stored, name="lid.png", content_type="image/png", content_id="<lid@mail>"
    )
    paper = operations.IncomingFile(
        stored=store(b"<svg onload=alert(1)>"), name="drawing.svg", content_type="image/svg+xml"
    )
    mail = write_in(dana, help_inbox, "Here it is.", into=kettle, html=HTML, files=[picture, paper])
    source = keep(RAW)
    source.save()
    InboundMail.objects.create(raw=source, via="smtp", dedupe_key="1", received_at=at, message=mail)
    waiting, failed = answer("It leaves today."), answer("It did not arrive.")
    failed.delivery.state = DeliveryState.FAILED
    failed.delivery.save()
    stranger = write_in(eve, help_inbox, "I am Dana's neighbour.", subject="Re: lid").conversation
    operations.suggest_join(conversation=stranger, target=kettle, reason="It answers a mail of ours.", at=at)
    macro = macros.create(name="Up", actions=[Action("priority", 2)], by=SYSTEM, at=at)
    macro_run = macros.apply(macro=macro, conversation=kettle, agent=ben, at=at)
    kettle.refresh_from_db()
    files = {file.name: file.pk for file in mail.attachments.all()}
    return SimpleNamespace(
        kettle=kettle.pk,
        dana=dana.customer_id,
        mail=mail.pk,
        seen=kettle.last_inbound_id,
        waiting=waiting.pk,
        failed=failed.pk,
        stranger=stranger.pk,
        macro=macro.pk,
        macro_run=macro_run.pk,
        hand_over=_offered(kettle, ben, kitchen, at).pk,
        promise=kettle.promises.order_by("id")[0].pk,
        owed=kettle.promises.filter(status="open").order_by("id")[0].pk,
        picture=files["lid.png"],
        drawing=files["drawing.svg"],
        draft_file=draft_file(ben).pk,
        link=quote(signing.dumps([ben.pk, files["lid.png"]], salt="framed picture")),
    )


def _offered(kettle, ben, kitchen, at):
    return offer(
        conversation=kettle,
        to_team=kitchen,
        agent=ben,
        done="Looked.",
        promised="",
        next_step="Ask the warehouse",
        next_at=at + timedelta(days=1),
        at=at,
    )
