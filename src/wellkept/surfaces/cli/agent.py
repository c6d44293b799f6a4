"""`wellkept agent add`."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from wellkept.accounts import operations
from wellkept.accounts.models import Agent, Team
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM


def run(options: argparse.Namespace) -> int:
    """Adds the person, or for one who is here already only joins the teams and gives a fresh link."""
    at = clock.now()
    password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else None
    if options.password_stdin and not password:
        print("Nothing came on standard input: pass the password as one line.", file=sys.stderr)
        return 1
    _, secret = operations.invite(email=options.email, name=options.name, role=options.role, by=SYSTEM, at=at)
    agent = Agent.objects.filter(email=options.email.lower()).first()
    if password:
        agent = operations.accept_invitation(
            secret=secret, name=options.name, email=options.email, password=password, at=at
        )
    elif agent is None:
        agent = operations.add_agent(
            email=options.email, name=options.name, role=options.role, password=None, by=SYSTEM, at=at
        )
        _, secret = operations.invite(email=options.email, role=options.role, by=SYSTEM, at=at)
    for name in options.team:
        team = Team.objects.filter(name=name).first() or operations.add_team(name=name, by=SYSTEM, at=at)
        operations.set_members(team=team, members=[*team.members.all(), agent], by=SYSTEM, at=at)
    if password:
        print(f"{agent.email} can sign in as {agent.get_role_display().lower()}.")
    else:
        base = settings.PUBLIC_URL or "http://127.0.0.1:8000"
        print(
            f"{agent.email} is added. This link sets the password; it works once, for 72 hours:\n{base}/join/{secret}"
        )
    return 0
