"""Mail in by IMAP: a thread for each account, which reads on from where it stopped and waits for news."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection

from wellkept.kernel import clock
from wellkept.kernel.text import one_line

from .alarms import FETCHING, clear_alarm, raise_alarm
from .imap import Entry, Folder, ImapTrouble
from .models import Alarm, EmailAccount, ImapState
from .operations import Mail, accept_many

log = logging.getLogger("wellkept.mail.imap")

TOGETHER = 20
TOGETHER_BYTES = 20 * 1024 * 1024
IDLE_SECONDS = 240.0  # then a fresh IDLE: many routers forget a silent connection after five minutes
POLL_SECONDS = 60.0
FOLLOW_SECONDS = 5.0
FAILURES_BEFORE_ALARM = 3
LONGEST_PAUSE_SECONDS = 300.0
TOO_LARGE = "imap_too_large"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen on the first connect. Nothing was fetched, marked or changed."""

    would_import: int
    skipped_old: int
    newest: datetime | None
    subjects: list[str] = field(default_factory=list)


def dry_run(account: EmailAccount, *, samples: int = 5) -> DryRun:
    """Looks at the folder, read-only, with the account's cut-off. Raises ImapTrouble."""
    folder = Folder(account, read_only=True)
    try:
        entries = folder.newer_than(0, since=account.imap_since)
        latest = sorted(entries, key=lambda entry: entry.received_at, reverse=True)
        return DryRun(
            would_import=len(entries),
            skipped_old=max(0, folder.count() - len(entries)),
            newest=latest[0].received_at if latest else None,
            subjects=[folder.subject(entry.uid) for entry in latest[:samples]],
        )
    finally:
        folder.close()


def fetch_new(account: EmailAccount, folder: Folder, *, stopped: Callable[[], bool] = lambda: False) -> int:
    """Stores what is new, a few mails in a commit, and remembers how far it came; returns how many.

    Crash-safe: the position moves after the commit, so a mail may be fetched twice, and its content is recognised.
    A changed UIDVALIDITY starts the folder again, for the same reason without harm. Raises ImapTrouble.
    """
    if account.imap_confirmed_at is None:
        return 0  # a person looks at the dry run first
    state, _ = ImapState.objects.get_or_create(account=account)
    last_uid = state.last_uid if state.uid_validity == folder.uid_validity else 0
    stored = 0
    for entries in _batches(folder.newer_than(last_uid, since=account.imap_since)):
        if stopped():
            break
        at = clock.now()
        bodies = [(entry, _fetch(account, folder, entry, at=at)) for entry in entries]
        fetched = [(entry, raw) for entry, raw in bodies if raw is not None]
        accept_many([_mail(account, raw, at) for _, raw in fetched])
        stored += len(fetched)
        changes = {"last_mail_at": at} if fetched else {}
        ImapState.objects.filter(pk=state.pk).update(
            uid_validity=folder.uid_validity, last_uid=entries[-1].uid, **changes
        )
        if account.imap_marks_seen:
            folder.mark_seen(entry.uid for entry, _ in fetched if not entry.is_seen)
    return stored


def _fetch(account: EmailAccount, folder: Folder, entry: Entry, *, at: datetime) -> bytes | None:
    if entry.size <= settings.MAX_MESSAGE_BYTES:
        return folder.fetch(entry.uid)
    megabytes = settings.MAX_MESSAGE_BYTES // 1024 // 1024
    raise_alarm(
        kind=TOO_LARGE,
        about=f"{_too_large_about(account)}{entry.uid}",
        text=f"A mail of {entry.size} bytes to {account.address} is larger than {megabytes} MB. "
        f"It stays on the mail server: {folder.subject(entry.uid)}",
        at=at,
    )
    return None


def _too_large_about(account: EmailAccount) -> str:
    return f"{account.address} UID "


def forget_too_large(account: EmailAccount, folder: Folder, *, at: datetime) -> None:
    """Ends the alarms over mails that somebody has taken from the server since."""
    about = _too_large_about(account)
    for alarm in Alarm.objects.filter(kind=TOO_LARGE, about__startswith=about, cleared_at__isnull=True):
        if not folder.has(int(alarm.about.removeprefix(about))):
            clear_alarm(kind=TOO_LARGE, about=alarm.about, at=at)


def _mail(account: EmailAccount, raw: bytes, at: datetime) -> Mail:
    return Mail(raw=raw, envelope_from="", envelope_to=[account.address], via="imap", at=at)


def _batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) >= TOGETHER or size + entry.size > TOGETHER_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size
    if batch:
        yield batch


class Fetcher:
    """The thread of one account."""

    def __init__(self, account_id: int) -> None:
        self._account_id = account_id
        self._stop = threading.Event()
        self._folder: Folder | None = None
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=f"imap {account_id}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Asks it to end, wherever it waits."""
        self._stop.set()
        if self._folder is not None:
            self._folder.interrupt()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                account = EmailAccount.objects.filter(pk=self._account_id).first()
                if account is None:
                    return
                try:
                    self._serve(account)
                except Exception as error:
                    if not self._stop.is_set():
                        self._record_failure(account, error)
                        self._stop.wait(pause_seconds(self._failures))
        finally:
            connection.close()

    def _serve(self, account: EmailAccount) -> None:
        """One connection, for as long as it lasts."""
        self._folder = Folder(account)
        try:
            self._record_success(account)
            while not self._stop.is_set():
                forget_too_large(account, self._folder, at=clock.now())
                # Until there is nothing: what arrives while we fetch is announced then, and not again while we wait.
                while fetch_new(account, self._folder, stopped=self._stop.is_set):
                    pass
                self._failures = 0
                if self._stop.is_set():
                    return
                if self._folder.can_idle:
                    self._folder.wait(IDLE_SECONDS)
                else:
                    self._stop.wait(POLL_SECONDS)
        finally:
            self._folder.close()
            self._folder = None

    def _record_success(self, account: EmailAccount) -> None:
        at = clock.now()
        state, _ = ImapState.objects.get_or_create(account=account)
        ImapState.objects.filter(pk=state.pk).update(connected_at=at, error="", error_since=None)
        clear_alarm(kind=FETCHING, about=account.address, at=at)

    def _record_failure(self, account: EmailAccount, error: Exception) -> None:
        self._failures += 1
        if not isinstance(error, ImapTrouble):
            log.error("fetching for %s stumbled", account.address, exc_info=error)
            connection.close_if_unusable_or_obsolete()
        at = clock.now()
        why = one_line(str(error) or type(error).__name__, limit=500)
        state, _ = ImapState.objects.get_or_create(account=account)
        ImapState.objects.filter(pk=state.pk).update(error=why, error_since=state.error_since or at)
        if self._failures >= FAILURES_BEFORE_ALARM:
            text = f"Mail to {account.address} cannot be fetched. {why}"
            raise_alarm(kind=FETCHING, about=account.address, text=text, at=at)


def pause_seconds(failures: int) -> float:
    """How long to rest after so many failures in a row: 5 s, 10 s, 20 s … up to five minutes."""
    doublings: int = min(10, max(0, failures - 1))
    return min(LONGEST_PAUSE_SECONDS, 5.0 * float(1 << doublings))


class ImapKeeper:
    """Keeps one Fetcher for each confirmed account, and starts it anew when its settings change."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._fetchers: dict[int, tuple[object, Fetcher]] = {}
        self._thread = threading.Thread(target=self._run, name="imap keeper", daemon=True)

    def start(self) -> None:
        """Begins in a thread of its own; belongs after a fork."""
        self._thread.start()

    def stop(self) -> None:
        """Ends all threads; a batch that is being stored is finished first."""
        self._stop.set()
        self._thread.join(5)
        fetchers = [fetcher for _, fetcher in self._fetchers.values()]
        for fetcher in fetchers:
            fetcher.stop()
        for fetcher in fetchers:
            fetcher.join(5)

    def _run(self) -> None:
        while True:
            try:
                self._follow(_wanted())
            except Exception:  # the accounts cannot be read just now; those running go on
                log.exception("could not read the mail accounts")
                connection.close_if_unusable_or_obsolete()
            if self._stop.wait(FOLLOW_SECONDS):
                break
        connection.close()

    def _follow(self, wanted: dict[int, object]) -> None:
        for account_id, (known, fetcher) in list(self._fetchers.items()):
            if wanted.get(account_id) != known or not fetcher.is_alive:
                fetcher.stop()
                del self._fetchers[account_id]
        for account_id, settings_now in wanted.items():
            if account_id not in self._fetchers:
                fetcher = Fetcher(account_id)
                self._fetchers[account_id] = (settings_now, fetcher)
                fetcher.start()


def _wanted() -> dict[int, object]:
    accounts = EmailAccount.objects.filter(
        imap_confirmed_at__isnull=False, inbox__archived_at__isnull=True
    ).exclude(imap_host="")
    names = [f.attname for f in EmailAccount._meta.concrete_fields if f.name.startswith("imap_")]
    # A mailbox that was connected anew is tried at once, however long its fetcher would rest.
    return {row.pop("pk"): row for row in accounts.order_by("pk").values("pk", "oauth__granted_at", *names)}
