"""What is asked of the desk, and how long it takes to answer."""

from __future__ import annotations

import asyncio
import http.client
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from wellkept.accounts.models import Agent
from wellkept.channels.email.models import InboundMail
from wellkept.conversations.models import Conversation

from . import data, smtp
from .server import Served

BARE = "/bench/bare"
ROUNDS = 200
MAILS = 2000
LISTENERS = 1000


@dataclass
class Timing:
    """Milliseconds of one kind of work, and of the bare view asked in turn with it."""

    name: str
    values: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    wire_bytes: int = 0

    def quantile(self, q: float) -> float:
        return _quantile(self.values, q)

    def ratio(self, q: float) -> float:
        """To the bare view: median to median, 95th percentile to 95th percentile."""
        return self.quantile(q) / _quantile(self.bare, q)


def _quantile(values: list[float], q: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


class Browser:
    """One keep-alive connection with a session."""

    def __init__(self, served: Served, agent: Agent) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port)
        self.cookie = served.cookie(agent)
        self.token = ""

    def get(self, path: str) -> tuple[int, bytes]:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("csrf"):
                self.token = value.split("=", 1)[1].split(";")[0]
        return answer.status, answer.read()

    def post(self, path: str, fields: dict[str, str]) -> int:
        headers = {
            "Cookie": f"{self.cookie}; csrf={self.token}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        self.connection.request("POST", path, urlencode(fields), headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def all_of(served: Served, *, conversations: int, say: Callable[[str], None]) -> dict[str, object]:
    """Every measure, in an order that leaves the reading ones undisturbed."""
    admin = Agent.objects.get(email="agent0@bench.example")
    browser = Browser(served, admin)
    idle = served.memory_mb()
    pages = []
    for name, paths in _pages(conversations):
        say(f"{name} …")
        pages.append(_ask(browser, name, paths))
    say("reply …")
    pages.append(_reply(browser))
    say(f"receive {MAILS:,} mails …")
    rate = _receive(served)
    say(f"live update with {LISTENERS:,} agents …")
    live = asyncio.run(_live(served, browser))
    return {
        "pages": pages,
        "mails_per_second": rate,
        "live": live,
        "idle_mb": idle,
        "loaded_mb": served.memory_mb(),
    }


def _pages(conversations: int) -> Iterable[tuple[str, list[str]]]:
    yield "list: all open", ["/v/all"]
    yield "list: mine", ["/v/mine"]
    yield "list: unassigned", ["/v/unassigned"]
    yield "list: any status", ["/v/all?status=any"]
    yield "open", [f"/c/{n}" for n in data.opened(conversations)]
    yield "search: two common words", ["/search?q=refund+invoice"]
    yield "search: rare words", ["/search?q=" + "+".join(["calcalcal", "tintintin"])]
    yield "the bare view itself", [BARE]


def _ask(browser: Browser, name: str, paths: list[str]) -> Timing:
    timing = Timing(name)
    for n in range(ROUNDS + 10):
        bare = _get(browser, BARE)[0]
        took, size = _get(browser, paths[n % len(paths)])
        if n >= 10:
            timing.bare.append(bare)
            timing.values.append(took)
            timing.wire_bytes = max(timing.wire_bytes, size)
    return timing


def _get(browser: Browser, path: str) -> tuple[float, int]:
    """Milliseconds and bytes on the wire."""
    began = time.perf_counter()
    status, body = browser.get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return (time.perf_counter() - began) * 1000, len(body)


def _reply(browser: Browser) -> Timing:
    timing = Timing("reply (committed, through HTTP)")
    began_at = time.time()
    rows = Conversation.objects.order_by("-id").values_list("id", "last_inbound_id")[:ROUNDS]
    browser.get(f"/c/{rows[0][0]}")
    for number, seen in rows:
        timing.bare.append(_get(browser, BARE)[0])
        fields = {
            "text": "Thank you, it is on its way.",
            "seen_message_id": str(seen),
            "send_key": f"bench-{began_at}-{number}",
        }
        began = time.perf_counter()
        status = browser.post(f"/c/{number}/reply", fields)
        timing.values.append((time.perf_counter() - began) * 1000)
        if status >= 400:
            raise SystemExit(f"reply answered {status}")
    return timing


def _receive(served: Served) -> float:
    """Mails a second from the first connection until the last is threaded and searchable."""
    before = InboundMail.objects.count()
    began = time.perf_counter()
    asyncio.run(smtp.send(port=served.smtp_port, to=data.ADDRESS, count=MAILS, connections=8))
    while InboundMail.objects.exclude(state=InboundMail.State.RECEIVED).count() < before + MAILS:
        if time.perf_counter() - began > 180:
            break
        time.sleep(0.02)
    return (InboundMail.objects.exclude(state="received").count() - before) / (time.perf_counter() - began)


async def _live(served: Served, browser: Browser) -> Timing:
    """From commit to the other browsers: a note is written while many listen."""
    admin = await asyncio.to_thread(Agent.objects.get, email="agent0@bench.example")
    cookie = await asyncio.to_thread(served.cookie, admin)
    arrived: list[float] = []
    listeners = [asyncio.create_task(_listen(served.port, cookie, arrived)) for _ in range(LISTENERS)]
    await asyncio.sleep(6)
    number = await asyncio.to_thread(
        lambda: Conversation.objects.order_by("-id").values_list("id", flat=True)[0]
    )
    for n in range(10):
        await asyncio.to_thread(
            browser.post, f"/c/{number}/note", {"text": f"Live {n}", "send_key": f"live-{time.time()}"}
        )
        await asyncio.sleep(1.5)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return Timing(f"live update to {LISTENERS:,} browsers", arrived or [float("nan")])


async def _listen(port: int, cookie: str, arrived: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
    try:
        async for line in reader:
            found = re.search(rb'"at":"([^"]+)"', line)
            if found and b"note_written" in line:
                said = datetime.fromisoformat(found[1].decode()).timestamp()
                arrived.append((time.time() - said) * 1000)
    finally:
        writer.close()
