"""Mail in by SMTP and LMTP: every mail is stored durably before its sender hears 250.

`Listener` opens the door, `session` speaks with one client, `limits` keeps one client from taking everything,
`recipients` knows whose mail is ours, and `intake` writes many mails in one commit.
"""

from .server import Listener

__all__ = ["Listener"]
