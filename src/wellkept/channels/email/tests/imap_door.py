"""The door of an IMAP server that takes tokens, for which a real one would need an identity provider."""

from __future__ import annotations

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Door:
    """`tokens` are let in; `said` is each way and first words of signing in that were tried.

    With `news` it knows IDLE, and tells them in one packet with its go-ahead.
    """

    port: int = 0
    tokens: list[str] = field(default_factory=list)
    news: bytes = b""
    said: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def signing_in(mechanism: str, *, tokens: list[str], news: bytes = b"") -> Iterator[Door]:
    """A server that knows one way of signing in, and behind it an empty folder."""
    door = Door(tokens=tokens, news=news)

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK hello\r\n")
            while line := self.rfile.readline().decode():
                tag, command, *rest = line.split()
                answer = "OK done"
                if command == "CAPABILITY":
                    idles = " IDLE" if door.news else ""
                    self.wfile.write(f"* CAPABILITY IMAP4rev1 AUTH={mechanism}{idles}\r\n".encode())
                if command == "IDLE":
                    self.wfile.write(b"+ idling\r\n" + door.news)
                    assert self.rfile.readline() == b"DONE\r\n"
                if command == "AUTHENTICATE":
                    answer = self.answer_for(rest[0])
                if command in ("SELECT", "EXAMINE"):
                    self.wfile.write(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n")
                self.wfile.write(f"{tag} {answer}\r\n".encode())

        def answer_for(self, way: str) -> str:
            self.wfile.write(b"+ \r\n")
            first = base64.b64decode(self.rfile.readline()).decode()
            door.said.append((way, first))
            if first.partition("auth=Bearer ")[2].rstrip("\1") in door.tokens:
                return "OK signed in"
            self.wfile.write(b"+ " + base64.b64encode(b'{"status":"invalid_token"}') + b"\r\n")
            assert base64.b64decode(self.rfile.readline()) in (b"", b"\1")  # RFC 7628, 3.2.3
            return "NO [AUTHENTICATIONFAILED] Invalid credentials"

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    door.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
