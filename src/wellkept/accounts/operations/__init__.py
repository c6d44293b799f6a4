"""Writes of the room: one verb each."""

from .agents import (
    AlreadyAnAgent,
    LastAdmin,
    UnknownRole,
    add_agent,
    change_role,
    deactivate,
    reactivate,
    update_profile,
)
from .invitations import InvitationUsedUp, WeakPassword, accept_invitation, invite, invite_first_admin
from .signin import TooManyAttempts, WrongPassword, revoke_session, sign_in, sign_out
from .teams import NameTaken, add_team, set_members
from .tokens import issue_token, revoke_token

__all__ = [
    "AlreadyAnAgent",
    "InvitationUsedUp",
    "LastAdmin",
    "NameTaken",
    "TooManyAttempts",
    "UnknownRole",
    "WeakPassword",
    "WrongPassword",
    "accept_invitation",
    "add_agent",
    "add_team",
    "change_role",
    "deactivate",
    "invite",
    "invite_first_admin",
    "issue_token",
    "reactivate",
    "revoke_session",
    "revoke_token",
    "set_members",
    "sign_in",
    "sign_out",
    "update_profile",
]
