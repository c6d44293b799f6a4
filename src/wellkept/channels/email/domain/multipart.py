"""A form with a file in it, as browsers post it (RFC 7578)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def form_with_file(
    fields: Sequence[tuple[str, str]], *, name: str, filename: str, content_type: str, content: bytes
) -> tuple[str, bytes]:
    """The Content-Type and the body. Field names and `filename` are ours and need no quoting.

    The boundary is drawn from the content, so it is the same at every call and cannot stand in the content by chance.
    """
    boundary = f"wellkept-{hashlib.sha256(content).hexdigest()[:32]}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        f"Content-Type: {content_type}\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])
    return f"multipart/form-data; boundary={boundary}", body
