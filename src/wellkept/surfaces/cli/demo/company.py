"""Who works at Larkmoor, and where its post arrives."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wellkept.accounts import operations as accounts
from wellkept.accounts.models import Agent, Team
from wellkept.accounts.queries import workspace
from wellkept.channels.email.models import EmailAccount
from wellkept.conversations.models import Driver, Inbox, InboxAccess
from wellkept.kernel.actors import SYSTEM
from wellkept.schedules import operations as schedules
from wellkept.schedules.queries import default_schedule

DOMAIN = "larkmoor.example"
SIGN_INS = [
    (f"ada@{DOMAIN}", "Ada Lindqvist, admin"),
    (f"sam@{DOMAIN}", "Sam Achterberg, supervisor"),
    (f"ben@{DOMAIN}", "Ben Okafor, agent"),
    (f"lou@{DOMAIN}", "Lou Petit, light agent: reads and notes"),
]
PEOPLE = [
    # address, name, role, zone, language, teams
    ("ada", "Ada Lindqvist", "admin", "Europe/Stockholm", "en", ()),
    ("sam", "Sam Achterberg", "supervisor", "Europe/London", "en", ("Kitchen", "Orders")),
    ("ben", "Ben Okafor", "agent", "Europe/London", "en", ("Kitchen", "Orders")),
    ("cleo", "Cleo Marsh", "agent", "Europe/London", "en", ("Kitchen",)),
    ("jonas", "Jonas Weidner", "agent", "Europe/Berlin", "de", ("Kitchen", "Orders")),
    ("ines", "Inés Robledo", "agent", "Europe/Madrid", "es", ("Orders",)),
    ("tariq", "Tariq Haddad", "agent", "Europe/London", "en", ("Wholesale",)),
    ("lou", "Lou Petit", "light", "Europe/Paris", "en", ("Kitchen",)),
]
INBOXES = [
    # name, address, language, default team, teams with access, signature
    ("Help", "help", "en", "Kitchen", ("Kitchen",), "Larkmoor, Leeds\nWe answer within four working hours."),
    ("Orders", "orders", "en", "Orders", ("Orders", "Kitchen"), "Larkmoor orders"),
    ("Hilfe", "hilfe", "de", "Kitchen", ("Kitchen",), "Larkmoor, Kundendienst"),
    ("Wholesale", "wholesale", "en", "Wholesale", ("Wholesale",), "Larkmoor wholesale, Leeds"),
]
DRIVERS = {
    "Product": ("Broken or damaged", "How to use", "Spare part", "Warranty"),
    "Order": ("Where is it", "Change or cancel", "Wrong item", "Invoice"),
    "Money": ("Refund", "Payment failed"),
    "Wholesale": ("Quote", "Terms"),
    "Feedback": ("Praise", "Complaint"),
}


@dataclass
class Company:
    """What the post is written with."""

    agents: dict[str, Agent] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    inboxes: dict[str, Inbox] = field(default_factory=dict)
    drivers: dict[str, Driver] = field(default_factory=dict)

    def answering(self, inbox: str) -> list[Agent]:
        """The agents who answer that inbox, in a fixed order."""
        teams = set(next(row[4] for row in INBOXES if row[0] == inbox))
        return [
            self.agents[key]
            for key, _, role, _, language, of in PEOPLE
            if role in ("agent", "supervisor") and teams & set(of) and (inbox != "Hilfe" or language == "de")
        ]


def found(*, at: datetime) -> tuple[Company, str]:
    """Makes the people, teams and inboxes; returns them with the one password they share, made just now."""
    company = Company()
    then = at - timedelta(days=90)
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    space = workspace()
    space.name, space.timezone = "Larkmoor", "Europe/London"
    space.save()
    schedules.change(schedule=default_schedule(), zone=space.timezone, by=SYSTEM, at=then)
    for key, name, role, zone, language, _ in PEOPLE:
        company.agents[key] = accounts.add_agent(
            email=f"{key}@{DOMAIN}",
            name=name,
            role=role,
            password=password,
            by=SYSTEM,
            at=then,
            timezone=zone,
            language="en" if role != "agent" else language,
        )
    for team in ("Kitchen", "Orders", "Wholesale"):
        members = [company.agents[row[0]] for row in PEOPLE if team in row[5]]
        company.teams[team] = accounts.add_team(name=team, members=members, by=SYSTEM, at=then)
    for name, local, language, team, access, signature in INBOXES:
        inbox = Inbox.objects.create(
            name=name,
            language=language,
            signature=signature,
            default_team=company.teams[team],
            created_at=then,
        )
        company.inboxes[name] = inbox
        EmailAccount.objects.create(
            inbox=inbox, address=f"{local}@{DOMAIN}", from_name=f"Larkmoor {name}", created_at=then
        )
        for one in access:
            InboxAccess.objects.create(inbox=inbox, team=company.teams[one])
    for branch, leaves in DRIVERS.items():
        parent = Driver.objects.create(name=branch)
        for leaf in leaves:
            company.drivers[leaf] = Driver.objects.create(name=leaf, parent=parent)
    return company, password
