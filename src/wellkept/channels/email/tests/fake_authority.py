"""An authorization server: consent, codes with proof keys, refresh tokens (RFC 6749, RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlsplit

from .web_server import Asked, Given

CLIENT, SECRET, BACK = "wellkept-desk", "s3cret of the client", "https://desk.larkmoor.example/back"


@dataclass
class FakeAuthority:
    """One client, one owner who always consents. With `rotates` a refresh token is good once."""

    address: str = ""
    rotates: bool = False
    lives_seconds: object = 3600
    trouble: Given | None = None
    redirect_uri: str = BACK
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=lambda: {"refresh-0"})
    access_tokens: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def consent(self, url: str) -> dict[str, str]:
        """What comes back when the owner follows the link and agrees."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["redirect_uri"] == self.redirect_uri
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def answer(self, asked: Asked) -> Given:
        form = dict(parse_qsl(asked.body.decode(), strict_parsing=True))
        self.asked.append(form)
        if self.trouble is not None:
            return self.trouble
        if asked.headers.get("content-type") != "application/x-www-form-urlencoded":
            return _refused("invalid_request")
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return _refused("invalid_client", status=401)
        if form.get("grant_type") == "authorization_code":
            return self._redeem(form)
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form)
        return _refused("unsupported_grant_type")

    def _redeem(self, form: dict[str, str]) -> Given:
        consent = self.codes.pop(form.get("code", ""), None)
        if consent is None or form.get("redirect_uri") != consent["redirect_uri"]:
            return _refused("invalid_grant")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != consent["code_challenge"]:
            return _refused("invalid_grant", "The proof key does not fit.")
        return self._grant(fresh=True)

    def _refresh(self, form: dict[str, str]) -> Given:
        token = form.get("refresh_token", "")
        if token not in self.refresh_tokens:
            return _refused("invalid_grant", "The token was revoked.")
        if self.rotates:
            self.refresh_tokens.remove(token)
        return self._grant(fresh=self.rotates)

    def _grant(self, *, fresh: bool) -> Given:
        self.access_tokens.append(f"access-{len(self.access_tokens) + 1}")
        found: dict[str, object] = {
            "access_token": self.access_tokens[-1],
            "token_type": "Bearer",
            "expires_in": self.lives_seconds,
        }
        if fresh:
            found["refresh_token"] = f"refresh-{len(self.access_tokens)}"
            self.refresh_tokens.add(str(found["refresh_token"]))
        return _json(200, found)


def _refused(error: str, description: str = "", *, status: int = 400) -> Given:
    return _json(status, {"error": error, **({"error_description": description} if description else {})})


def _json(status: int, found: dict[str, object]) -> Given:
    return Given(status, json.dumps(found).encode(), {"Content-Type": "application/json"})
