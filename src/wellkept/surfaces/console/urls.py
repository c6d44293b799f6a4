"""Addresses of the console."""

from __future__ import annotations

from django.urls import path

from .views import addresses, agents, held, inboxes, labels, outbox, overview, servers, teams, work, workspace

app_name = "console"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("held", held.held, name="held"),
    path("held/senders", held.senders, name="senders"),
    path("held/senders/<int:rule_id>/forget", held.forget_sender, name="forget-sender"),
    path("held/<int:mail_id>", held.mail, name="held-mail"),
    path("held/<int:mail_id>/release", held.release, name="release-mail"),
    path("held/<int:mail_id>/drop", held.drop, name="drop-mail"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<int:delivery_id>/retry", outbox.retry, name="retry-delivery"),
    path("outbox/local", outbox.local, name="local-outbox"),
    path("outbox/local/<str:name>", outbox.local_mail, name="local-mail"),
    path("work", work.work, name="work"),
    path("work/<int:task_id>/retry", work.retry, name="retry-work"),
    path("work/<int:task_id>/drop", work.drop, name="drop-work"),
    path("events", work.events, name="events"),
    path("workspace", workspace.workspace, name="workspace"),
    path("agents", agents.agents, name="agents"),
    path("agents/invite", agents.invite, name="invite"),
    path("agents/invitations/<int:invitation_id>/withdraw", agents.withdraw, name="withdraw-invitation"),
    path("agents/<int:agent_id>", agents.agent, name="agent"),
    path("agents/<int:agent_id>/deactivate", agents.deactivate, name="deactivate-agent"),
    path("agents/<int:agent_id>/reactivate", agents.reactivate, name="reactivate-agent"),
    path("agents/<int:agent_id>/sessions/end", agents.end_sessions, name="end-agent-sessions"),
    path("agents/<int:agent_id>/link", agents.new_link, name="new-agent-link"),
    path("teams", teams.teams, name="teams"),
    path("teams/<int:team_id>", teams.team, name="team"),
    path("inboxes", inboxes.inboxes, name="inboxes"),
    path("inboxes/<int:inbox_id>", inboxes.inbox, name="inbox"),
    path("inboxes/<int:inbox_id>/archive", inboxes.archive, name="archive-inbox"),
    path("inboxes/<int:inbox_id>/restore", inboxes.restore, name="restore-inbox"),
    path("addresses", addresses.addresses, name="addresses"),
    path("addresses/<int:account_id>", addresses.address, name="address"),
    path("addresses/<int:account_id>/remove", addresses.remove, name="remove-address"),
    path("addresses/<int:account_id>/smtp", servers.smtp, name="address-smtp"),
    path("addresses/<int:account_id>/test", servers.test, name="address-test"),
    path("addresses/<int:account_id>/imap", servers.imap, name="address-imap"),
    path("addresses/<int:account_id>/imap/dry-run", servers.imap_dry_run, name="imap-dry-run"),
    path("addresses/<int:account_id>/imap/confirm", servers.imap_confirm, name="imap-confirm"),
    path("addresses/<int:account_id>/imap/pause", servers.imap_pause, name="imap-pause"),
    path("addresses/<int:account_id>/webhook", servers.webhook, name="address-webhook"),
    path("addresses/<int:account_id>/signing-key", servers.signing_key, name="address-signing-key"),
    path("addresses/<int:account_id>/dkim", addresses.make_dkim_key, name="address-dkim"),
    path("tags", labels.tags, name="tags"),
    path("tags/<int:tag_id>", labels.tag, name="tag"),
    path("tags/<int:tag_id>/retire", labels.retire_tag, name="retire-tag"),
    path("drivers", labels.drivers, name="drivers"),
    path("drivers/<int:driver_id>", labels.driver, name="driver"),
    path("drivers/<int:driver_id>/retire", labels.retire_driver, name="retire-driver"),
]
