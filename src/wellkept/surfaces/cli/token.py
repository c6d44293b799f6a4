"""`wellkept token add`."""

from __future__ import annotations

import argparse
import sys

from wellkept.accounts import operations
from wellkept.accounts.domain import normalise_email
from wellkept.accounts.models import Agent
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM


def run(options: argparse.Namespace) -> int:
    """Prints the token alone on standard output, so that it can be caught in a variable."""
    agent = Agent.objects.active().filter(email=normalise_email(options.email)).first()
    if agent is None:
        print(
            f"There is no agent {options.email}. Add one with: wellkept agent add {options.email}",
            file=sys.stderr,
        )
        return 1
    token, secret = operations.issue_token(agent=agent, name=options.name, by=SYSTEM, at=clock.now())
    print(secret)
    print(f"Acts as {agent.email} until {token.expires_at:%d %B %Y}. It is not shown again.", file=sys.stderr)
    return 0
