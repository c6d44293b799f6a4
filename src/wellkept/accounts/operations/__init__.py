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
from .invitations import (
    InvitationUsedUp,
    accept_invitation,
    invite,
    invite_first_admin,
    open_invitation,
    withdraw_invitation,
)
from .passwords import WeakPassword, change_password
from .signin import (
    TooManyAttempts,
    WrongPassword,
    end_sessions,
    revoke_session,
    sign_in,
    sign_out,
    start_session,
)
from .teams import NameTaken, add_team, rename_team, set_members, set_team_schedule
from .tokens import issue_token, revoke_token
from .workspace import NotASetting, update_workspace

__all__ = [
    "AlreadyAnAgent",
    "InvitationUsedUp",
    "LastAdmin",
    "NameTaken",
    "NotASetting",
    "TooManyAttempts",
    "UnknownRole",
    "WeakPassword",
    "WrongPassword",
    "accept_invitation",
    "add_agent",
    "add_team",
    "change_password",
    "change_role",
    "deactivate",
    "end_sessions",
    "invite",
    "invite_first_admin",
    "issue_token",
    "open_invitation",
    "reactivate",
    "rename_team",
    "revoke_session",
    "revoke_token",
    "set_members",
    "set_team_schedule",
    "sign_in",
    "sign_out",
    "start_session",
    "update_profile",
    "update_workspace",
    "withdraw_invitation",
]
