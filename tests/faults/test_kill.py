"""Kill -9 during a burst: every mail that was acknowledged is there once; none is there twice.

Three rounds by default; WELLKEPT_TEST_KILL_ROUNDS=20 for the full proof.
"""

from __future__ import annotations

import os
import random
import signal
import smtplib
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.support.desk import WELLKEPT, _until_ready, environment_for, free_port, run_wellkept

ROUNDS = int(os.environ.get("WELLKEPT_TEST_KILL_ROUNDS", "3"))
ADDRESS = "help@larkmoor.example"
SENDERS = 4

pytestmark = pytest.mark.slow


def mail(number: str) -> bytes:
    return (
        f"From: Writer {number} <writer{number}@customer.example>\r\nTo: {ADDRESS}\r\nSubject: Burst {number}\r\n"
        f"Message-ID: <burst-{number}@customer.example>\r\n\r\nThis is mail {number}.\r\n"
    ).encode()


class Burst:
    """Sends until told to stop; remembers what was acknowledged and what was only tried."""

    def __init__(self, port: int, round_number: int) -> None:
        self.port, self.round = port, round_number
        self.acknowledged: set[str] = set()
        self.unsure: set[str] = set()
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._send, args=(n,)) for n in range(SENDERS)]
        for thread in self.threads:
            thread.start()

    def _send(self, sender: int) -> None:
        count = 0
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as smtp:
                while not self.stop.is_set():
                    number = f"{self.round}-{sender}-{count}"
                    count += 1
                    self.unsure.add(number)
                    smtp.sendmail(f"writer{number}@customer.example", [ADDRESS], mail(number))
                    self.acknowledged.add(number)
                    self.unsure.discard(number)
        except (OSError, smtplib.SMTPException):
            return  # the desk was killed: what was under way stays unsure, as for a mail server

    def join(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def start(data: Path, port: int, smtp_port: int) -> subprocess.Popen[bytes]:
    out, err = data.with_name("out"), data.with_name("err")
    with out.open("wb") as stdout, err.open("ab") as stderr:
        process = subprocess.Popen(
            [WELLKEPT, "serve", "--port", str(port), "--smtp-port", str(smtp_port)],
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, env=environment_for(data), start_new_session=True,
        )  # fmt: skip
    _until_ready(process, out, err)
    return process


def stored(data: Path) -> list[str]:
    """The subject of every message, one for each time it is there."""
    with sqlite3.connect(data / "wellkept.sqlite3") as database:
        rows = database.execute("SELECT subject FROM conversations_message WHERE subject LIKE 'Burst %'")
        return sorted(subject.removeprefix("Burst ") for (subject,) in rows)


def waiting(data: Path) -> int:
    with sqlite3.connect(data / "wellkept.sqlite3") as database:
        rows = database.execute("SELECT count(*) FROM email_inboundmail WHERE state = 'received'")
        return int(rows.fetchone()[0])


def test_kill_9_during_a_burst_over_smtp_loses_and_doubles_nothing(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    assert run_wellkept("mail", "add-address", ADDRESS, environment=environment_for(data)).returncode == 0
    port, smtp_port = free_port(), free_port()
    acknowledged: set[str] = set()
    chance = random.Random(20)
    for number in range(ROUNDS):
        process = start(data, port, smtp_port)
        burst = Burst(smtp_port, number)
        time.sleep(chance.uniform(0.3, 1.2))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        burst.join()
        acknowledged |= burst.acknowledged
        # A mail server keeps what was not acknowledged and brings it again.
        process = start(data, port, smtp_port)
        for again in sorted(burst.unsure):
            with smtplib.SMTP("127.0.0.1", smtp_port, timeout=20) as smtp:
                smtp.sendmail(f"writer{again}@customer.example", [ADDRESS], mail(again))
            acknowledged.add(again)
        deadline = time.monotonic() + 60
        while waiting(data) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _until_free(smtp_port)
    assert len(acknowledged) > ROUNDS * 10
    assert stored(data) == sorted(acknowledged)


def test_kill_9_of_the_pipe_never_breaks_its_word(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    environment = environment_for(data)
    run_wellkept("mail", "add-address", ADDRESS, environment=environment)
    chance = random.Random(7)
    said_stored = set()
    for number in range(ROUNDS * 2):
        process = subprocess.Popen(
            [WELLKEPT, "mail", "receive", "--inbox", ADDRESS],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        assert process.stdin
        process.stdin.write(mail(f"pipe-{number}"))
        process.stdin.close()
        try:
            code = process.wait(chance.uniform(0.1, 1.5))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = -9
        if code != 0:  # the mail server tries again
            again = run_wellkept(
                "mail", "receive", "--inbox", ADDRESS, environment=environment, stdin=mail(f"pipe-{number}")
            )
            assert again.returncode == 0, again.stderr
        said_stored.add(f"pipe-{number}")
    process = start(data, free_port(), free_port())
    deadline = time.monotonic() + 30
    while waiting(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert stored(data) == sorted(said_stored)


def _until_free(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
