"""Database sessions that know their agent, so that they can be listed and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet

from wellkept.accounts.models import Session
from wellkept.kernel import clock
from wellkept.kernel.prepared import prepared


@prepared
def _living(*, session_key: Any, at: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=at)


class SessionStore(DatabaseStore):
    """Django's store on our own table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        for session in _living(session_key=self.session_key, at=clock.now()):
            return session
        self._session_key = None
        return None

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
