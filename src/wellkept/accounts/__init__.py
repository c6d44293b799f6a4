"""Who answers: agents, teams, roles, sign-in, sessions and API tokens.

Owns: Agent, Team, Membership, Session, Invitation, ApiToken, SignInAttempt, Workspace.
Offers: `operations` (invite, accept_invitation, sign_in, revoke_session, …), `queries`, `permissions.may`.
Publishes: AgentJoined, AgentChanged, AgentInvited, InvitationWithdrawn, PasswordChanged, TeamChanged, SignedIn,
SignInRefused, SessionRevoked, TokenIssued, WorkspaceChanged.
Needs: kernel.
"""
