"""Database sessions that know their agent, so that they can be listed and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from wellkept.accounts.models import Session
from wellkept.kernel import clock


class SessionStore(DatabaseStore):
    """Django's store on our own table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # not in the stubs
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )
        at = clock.now()
        session.agent_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        session.created_at = datetime.fromisoformat(data["since"]) if "since" in data else at
        session.last_seen_at = at
        session.user_agent = data.get("user_agent", "")
        session.address = data.get("address", "")
        return session
