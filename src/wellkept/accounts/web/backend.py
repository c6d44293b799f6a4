"""Checks a password, in the same time whether or not the address is known."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from wellkept.accounts.domain import MAX_PASSWORD_BYTES, normalise_email
from wellkept.accounts.models import Agent
from wellkept.kernel.prepared import prepared


@prepared
def _active(*, pk: Any) -> QuerySet[Agent]:
    return Agent.objects.filter(pk=pk, deactivated_at__isnull=True)


class PasswordBackend(BaseBackend):
    """Addresses match in ASCII lower case only (CVE-2019-19844); long passwords are refused before hashing."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **_: Any
    ) -> Agent | None:
        if len(password.encode()) > MAX_PASSWORD_BYTES:
            return None
        agent = Agent.objects.filter(email=normalise_email(email)).first()
        if agent is None:
            Agent().set_password(password)  # spends the time a real check would
            return None
        return agent if agent.check_password(password) and agent.is_active else None

    def get_user(self, user_id: int) -> Agent | None:
        return next(iter(_active(pk=user_id)), None)
