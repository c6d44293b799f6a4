"""`wellkept mail send-sample`: a first mail for a running desk, as a customer's program would send it."""

from __future__ import annotations

import smtplib
import struct
import sys
import uuid
import zlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from wellkept.kernel import clock

SENDER = Address("Dana Whitfield", "dana", "whitfield.example")
SUBJECT = "Ember kettle: the lid cracked on day two"

TEXT = """Hello,

my Ember kettle (order 20418) came on Tuesday, and today the lid cracked right across when I closed it.
I have put a picture below. Could you send me a new lid, or shall I return the whole kettle?

We have guests on Saturday, so it would be lovely to have it by then.

Kind regards
Dana Whitfield
"""

HTML = """<html><body>
<p>Hello,</p>
<p>my <b>Ember kettle</b> (order 20418) came on Tuesday, and today the lid cracked right across when I closed it.
I have put a picture below. Could you send me a new lid, or shall I return the whole kettle?</p>
<p><img src="cid:{cid}" alt="The cracked lid" width="240" height="160"></p>
<p>We have guests on Saturday, so it would be lovely to have it by then.</p>
<p>Kind regards<br>Dana Whitfield</p>
</body></html>
"""


def run(host: str, port: int, to: str) -> int:
    """Sends it; returns 0 when the desk has it, 1 when not, and says what happened."""
    message = sample(to)
    try:
        with smtplib.SMTP(host, port, timeout=15) as server:
            server.send_message(message, from_addr=SENDER.addr_spec, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        print(
            f"The desk does not take mail for {to}: {code} {answer.decode(errors='replace')}", file=sys.stderr
        )
        print("Name an address of an inbox with --to.", file=sys.stderr)
        return 1
    except (OSError, smtplib.SMTPException) as error:
        print(f"Nothing took the mail at {host} port {port}: {error}", file=sys.stderr)
        print("Is the desk running? `wellkept serve` prints its mail port.", file=sys.stderr)
        return 1
    print(
        f"Sent from {SENDER.addr_spec} to {to}: “{SUBJECT}”. The desk has stored it; look at its first list."
    )
    return 0


def sample(to: str) -> EmailMessage:
    """Plain text, HTML with an inline picture, and a Message-ID of its own each time."""
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = to
    message["Subject"] = SUBJECT
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(idstring=uuid.uuid4().hex, domain=SENDER.domain)
    message.set_content(TEXT)
    cid = f"lid.{uuid.uuid4().hex}@{SENDER.domain}"
    message.add_alternative(HTML.format(cid=cid), subtype="html")
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(
        picture(), "image", "png", cid=f"<{cid}>", filename="cracked lid.png", disposition="inline"
    )
    return message


def picture(width: int = 240, height: int = 160) -> bytes:
    """A dark round lid on a light table with a crack across, as PNG."""
    rows = b"".join(b"\x00" + bytes(_pixels(width, height, y)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _pixels(width: int, height: int, y: int) -> bytearray:
    line = bytearray()
    for x in range(width):
        dx, dy = (x - width / 2) / (width * 0.36), (y - height / 2) / (height * 0.40)
        crack = abs((y - height / 2) - 0.35 * (x - width / 2) - 5 * ((x // 13) % 3 - 1)) < 1.6
        if dx * dx + dy * dy > 1:
            line += bytes((226, 214, 196))
        elif crack:
            line += bytes((245, 240, 232))
        elif dx * dx + dy * dy < 0.02:
            line += bytes((24, 26, 28))
        else:
            shade = int(72 - 26 * dy)
            line += bytes((shade, shade + 4, shade + 8))
    return line


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
