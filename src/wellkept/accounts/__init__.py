"""Who answers: agents, teams, roles, sign-in, sessions and API tokens.

Owns: Agent, Team, Membership, Session, Invitation, ApiToken, SignInAttempt, Workspace.
Offers: `operations` (invite, accept_invitation, sign_in, revoke_session, …), `queries`, `permissions.may`.
Publishes: AgentJoined, AgentChanged, TeamChanged, SignedIn, SignInRefused, SessionRevoked.
Needs: kernel.
"""
