"""A mail client that only sends, as fast as it is answered."""

from __future__ import annotations

import asyncio

BODY = (
    "Hello,\r\n\r\nmy order {n} has not come and the parcel number does not work. Could you look where it is?\r\n"
    + "It was to be a present, and the shop page says delivered.\r\n" * 20
    + "\r\nKind regards\r\nPerson {n}\r\n"
)


def message(n: int, to: str) -> bytes:
    """One plain mail of about 1.5 kB, each from another person."""
    return (
        f"From: Person {n} <sender{n}@writers.example>\r\nTo: {to}\r\nSubject: Where is order {n}?\r\n"
        f"Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <bench-{n}-{id(BODY)}@writers.example>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{BODY.format(n=n)}"
    ).encode()


async def send(*, port: int, to: str, count: int, connections: int) -> None:
    """Sends `count` mails over some connections and returns when each was acknowledged."""
    await asyncio.gather(*(_run(port, to, range(start, count, connections)) for start in range(connections)))


async def _run(port: int, to: str, numbers: range) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def say(line: bytes, expect: bytes) -> None:
        writer.write(line)
        while True:
            answer = await reader.readline()
            if not answer.startswith(expect):
                raise SystemExit(f"the desk answered {answer!r} to {line[:60]!r}")
            if answer[3:4] != b"-":
                return

    await say(b"", b"220")
    await say(b"EHLO bench.example\r\n", b"250")
    for n in numbers:
        await say(f"MAIL FROM:<sender{n}@writers.example>\r\n".encode(), b"250")
        await say(f"RCPT TO:<{to}>\r\n".encode(), b"250")
        await say(b"DATA\r\n", b"354")
        await say(message(n, to) + b".\r\n", b"250")
    await say(b"QUIT\r\n", b"221")
    writer.close()
