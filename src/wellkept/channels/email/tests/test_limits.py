"""How much one client may ask of the mail port."""

from __future__ import annotations

import ipaddress

import pytest

from wellkept.channels.email.listener import limits
from wellkept.channels.email.listener.limits import Limits

STRANGER, OTHER, RELAY = "203.0.113.9", "203.0.113.10", "10.1.2.3"


@pytest.fixture
def strict():
    return Limits(connections=2, mails_per_minute=3, relays=[ipaddress.ip_network("10.0.0.0/8")])


def test_an_address_may_keep_so_many_connections_and_no_more(strict):
    assert [strict.enter(STRANGER) for _ in range(3)] == [True, True, False]
    assert strict.enter(OTHER)
    strict.leave(STRANGER)
    assert strict.enter(STRANGER)


def test_a_relay_of_ours_and_this_machine_are_not_limited(strict):
    assert all(strict.enter(RELAY) for _ in range(10))
    assert all(strict.enter("127.0.0.1") for _ in range(10))
    assert all(strict.may_send("::1", now=0) for _ in range(10))


def test_all_together_keep_a_bounded_number_of_connections(strict, monkeypatch):
    monkeypatch.setattr(limits, "OPEN_IN_ALL", 3)

    assert [strict.enter(RELAY) for _ in range(4)] == [True, True, True, False]


def test_mails_are_counted_over_a_sliding_minute(strict):
    assert [strict.may_send(STRANGER, now=0) for _ in range(4)] == [True, True, True, False]
    assert strict.may_send(OTHER, now=0)
    assert not strict.may_send(STRANGER, now=19)
    assert strict.may_send(STRANGER, now=21)
    assert not strict.may_send(STRANGER, now=22)


def test_addresses_of_one_ipv6_network_are_one_client(strict):
    assert [strict.enter(f"2001:db8:1:2::{number}") for number in (1, 2, 3)] == [True, True, False]
    assert strict.enter("2001:db8:1:3::1")


def test_an_ipv4_address_written_as_ipv6_is_the_same_client(strict):
    assert [strict.enter(address) for address in (STRANGER, f"::ffff:{STRANGER}", STRANGER)] == [
        True,
        True,
        False,
    ]


def test_silent_addresses_are_forgotten(strict, monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 2)
    for number in range(5):
        strict.may_send(f"203.0.113.{number}", now=number * 61)

    assert len(strict._buckets) <= 2
