"""Who writes, whom an answer goes to, and what speaks for or against it.

Rights come from From alone, and only when it names one person clearly: whoever takes part may join. Reply-To says
whom to answer when a conversation begins: nothing confidential is in it yet, and the desk shows the person who will
really get the answer, not the one who is named. It never opens a conversation that exists (SECURITY 1a, 2 and 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.customers.operations import normalise_address
from wellkept.kernel.text import storable

from .addresses import Addresses, domain_of
from .domain import authresults
from .domain.addresses import AMBIGUOUS, NAMES_ANOTHER, Address, is_strict
from .domain.authresults import AuthResults
from .domain.parse import ParsedMail
from .domain.threading import SenderCheck

NOBODY = "nobody@unknown-sender.invalid"


@dataclass(frozen=True, slots=True)
class Person:
    """A name as they write it ("" when not given) and a normalised address."""

    name: str
    address: str

    def as_dict(self) -> dict[str, str]:
        return {"name": self.name, "address": self.address}


@dataclass(frozen=True, slots=True)
class Sender:
    """`address` is the clear From, or ""; `writer` is who gets the answer; `contact` their address, or ""."""

    claimed: Person
    address: str
    writer: Person
    contact: str
    check: SenderCheck
    results: dict[str, str]
    other_reply_to: list[Person]


def of(
    mail: ParsedMail, *, addresses: Addresses, authserv_ids: tuple[str, ...], envelope_from: str
) -> Sender:
    """Reads the headers; asks nobody."""
    claimed = _person(mail.from_)
    is_clear = bool(claimed.address) and not {AMBIGUOUS, NAMES_ANOTHER} & set(mail.problems)
    asked = [_person(one) for one in mail.reply_to if is_strict(one.address)]
    writer = _writer(claimed, asked, mail, addresses, envelope_from)
    results = _results(mail, authserv_ids)
    return Sender(
        claimed=claimed,
        address=claimed.address if is_clear else "",
        writer=writer if writer.address else Person(writer.name, NOBODY),
        contact=writer.address,
        check=check(results, from_domain=domain_of(claimed.address)),
        results={
            name: value for name in ("spf", "dkim", "dmarc", "arc") if (value := getattr(results, name))
        },
        other_reply_to=[
            person for person in asked if person.address not in (writer.address, claimed.address)
        ][:5],
    )


def _writer(
    claimed: Person, asked: list[Person], mail: ParsedMail, addresses: Addresses, envelope_from: str
) -> Person:
    """One Reply-To that is not ours, else From, else whom the mail server named."""
    if len(asked) == 1 and not addresses.is_own(asked[0].address) and asked[0].address != claimed.address:
        return Person(asked[0].name or claimed.name, asked[0].address)
    if claimed.address:
        return claimed
    for address in (mail.sender.address if mail.sender else "", mail.return_path or "", envelope_from):
        if address and is_strict(address):
            return Person(claimed.name, normalise_address(address))
    return Person(claimed.name, "")


def _person(address: Address | None) -> Person:
    if address is None:
        return Person("", "")
    plain = normalise_address(address.address) if "@" in address.address else ""
    return Person(storable(address.name)[:200], plain)


def _results(mail: ParsedMail, authserv_ids: tuple[str, ...]) -> AuthResults:
    for authserv_id in authserv_ids:
        found = authresults.read(mail.headers, authserv_id=authserv_id)
        if found.is_known:
            return found
    return AuthResults()


def check(results: AuthResults, *, from_domain: str) -> SenderCheck:
    """DMARC as our own mail server saw it; without it, DKIM or SPF for the very domain of From."""
    if results.from_domain and results.from_domain != from_domain:
        return SenderCheck.UNKNOWN
    if results.dmarc == "fail":
        return SenderCheck.FAILED
    if results.dmarc == "pass" or from_domain in results.dkim_domains:
        return SenderCheck.PASSED
    if results.spf == "pass" and from_domain and results.spf_domain == from_domain:
        return SenderCheck.PASSED
    return SenderCheck.UNKNOWN
