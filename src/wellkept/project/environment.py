"""The few `WELLKEPT_*` settings: read once, and nonsense stops the start with a sentence that says what to write."""

from __future__ import annotations

import ipaddress
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from wellkept.kernel.text import whole


class BadSetting(SystemExit):
    """Stops the start. The message names the setting and an example that works."""

    def __init__(self, name: str, problem: str, example: str) -> None:
        super().__init__(f"{name} {problem}. Write for example {name}={example}")


def text(name: str, default: str = "") -> str:
    """The setting, or the content of the file that `<name>_FILE` points to, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(
                f"{name}_FILE", f"points to {path}, which cannot be read", "/run/secrets/name"
            ) from error
    return os.environ.get(name, default).strip()


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between `least` and `most`."""
    raw = text(name)
    if not raw:
        return default
    number = whole(raw)
    if number is None or not least <= number <= most:
        raise BadSetting(name, f"is {raw!r}, not a whole number from {least} to {most}", str(default))
    return number


def url(name: str) -> str:
    """An http(s) address without a path, or ""."""
    raw = text(name).rstrip("/")
    if not raw:
        return ""
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise BadSetting(name, f"is {raw!r}, not an address like people type it", "https://desk.example.com")
    return raw


def mail_server(name: str) -> str:
    """The address of an outgoing mail server, or "". What is wrong is said without repeating the password."""
    raw = text(name)
    example = "smtp://user:password@mail.example.com:587?tls=starttls"
    try:
        parts = urlsplit(raw)
        is_one = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
        tls = parse_qs(parts.query).get("tls", ["starttls"])[-1]
    except ValueError as error:
        raise BadSetting(name, "has a port that is no number", example) from error
    if raw and not is_one:
        raise BadSetting(name, "is not the address of a mail server", example)
    if tls not in ("starttls", "tls", "none"):
        raise BadSetting(name, f"has tls={tls}, which is none of starttls, tls, none", example)
    return raw


def file(name: str) -> str:
    """The path of a file that can be read, or ""."""
    raw = text(name)
    if raw and not os.access(raw, os.R_OK):
        raise BadSetting(
            name, f"is {raw}, which is no file that can be read", "/etc/ssl/mail.example.com.pem"
        )
    return raw


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Comma-separated addresses or networks."""
    try:
        return [ipaddress.ip_network(part.strip()) for part in text(name).split(",") if part.strip()]
    except ValueError as error:
        raise BadSetting(
            name, f"has something that is no address ({error})", "127.0.0.1,10.0.0.0/8"
        ) from error


def names(name: str) -> list[str]:
    """Comma-separated words."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_folder() -> Path:
    """Where the database, the files and the key live. Made on first use, closed to other users."""
    folder = Path(text("WELLKEPT_DATA", "var")).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(
            "WELLKEPT_DATA", f"is {folder}, which cannot be made ({error.strerror})", "./var"
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """The installation's own key: from the setting, else from the data folder, else made now (mode 0600)."""
    given = text("WELLKEPT_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise BadSetting(
                "WELLKEPT_SECRET_KEY", "has fewer than 32 characters", '"$(openssl rand -hex 32)", kept safe'
            )
        return given
    path = folder / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < 32:
            sys.exit(
                f"{path} is damaged: restore it from a backup. Sessions and stored passwords depend on it."
            )
        return key
    with os.fdopen(handle, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
