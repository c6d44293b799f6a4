"""Puts `wellkept serve` together."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import partial

from django.conf import settings
from django.db import connections
from django.urls import get_resolver

from wellkept.accounts import operations as accounts
from wellkept.kernel import clock

from . import web, work
from .prepare import collect_static, prepare
from .server import Child, Sockets, Supervisor, listen


def serve(options: Namespace) -> int:
    """Blocks until stopped; returns the exit code."""
    if options.host not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS.append("*" if options.host in ("0.0.0.0", "::") else options.host)  # noqa: S104  only compared
    sockets = Sockets(
        http=listen(options.host, options.port, "pages"),
        smtp=listen(options.smtp_host or options.host, options.smtp_port, "mail")
        if options.smtp_port
        else None,
        lmtp=listen(options.smtp_host or options.host, options.lmtp_port, "LMTP")
        if options.lmtp_port
        else None,
    )
    prepare()
    collect_static()
    if options.demo:
        from wellkept.surfaces.cli.demo import fill_once

        fill_once()
    address = f"http://{_shown(options.host)}:{sockets.http.getsockname()[1]}"
    lines = [*_hints(address, sockets, options), f"ready {address}"]
    get_resolver().url_patterns  # noqa: B018  loads every view before the fork, so that the children share it
    connections.close_all()
    supervisor = Supervisor(
        children=[Child("web", partial(web.run, sockets)), Child("work", work.run)],
        on_ready=lambda: print("\n".join(lines), flush=True),
    )
    return supervisor.run()


def worker() -> int:
    """`wellkept worker`: only the background work, for further hosts."""
    prepare()
    work.run(lambda: print("ready", flush=True))
    return 0


def _hints(address: str, sockets: Sockets, options: Namespace) -> list[str]:
    lines = []
    secret = accounts.invite_first_admin(at=clock.now())
    if secret:
        base = settings.PUBLIC_URL or address
        lines.append(
            "This desk has no one yet. Open this link once, within 72 hours, to become its admin:\n"
            f"  {base}/set-up/{secret}"
        )
    elif options.demo:
        from wellkept.surfaces.cli.demo import sign_in_hint

        lines.append(sign_in_hint(address))
    if sockets.smtp:
        port = sockets.smtp.getsockname()[1]
        lines.append(
            f"Mail comes in by SMTP on port {port}. Send a first one with:\n"
            f"  {_command()} mail send-sample --port {port}"
        )
    if not settings.OUTGOING_SMTP:
        lines.append(
            "No outgoing server is set: what agents send waits in the local outbox (Console, Outbox)."
        )
    return lines


def _command() -> str:
    program = sys.argv[0]
    return program if program.endswith("wellkept") else "wellkept"


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  only compared
        return "localhost"
    return f"[{host}]" if ":" in host else host
