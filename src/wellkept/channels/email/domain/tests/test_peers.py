"""Who is at the other end of the mail port."""

import ipaddress

import pytest

from wellkept.channels.email.domain.peers import is_listed, is_own_server, is_this_machine

RELAYS = [ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("2001:db8:1::/48")]


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8:1::25", "2001:db8:1::25%eth0"])
def test_an_address_of_a_named_network_is_listed_however_it_is_written(address):
    assert is_listed(address, RELAYS)
    assert is_own_server(address, relays=RELAYS)


@pytest.mark.parametrize(
    "address", ["11.1.2.3", "::ffff:11.1.2.3", "2001:db8:2::25", "::", "", "mail", "10.1.2.3.4"]
)
def test_any_other_address_is_not(address):
    assert not is_listed(address, RELAYS)
    assert not is_own_server(address, relays=RELAYS)
    assert not is_own_server(address, relays=[])


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_our_own_server_until_one_is_named(address):
    assert is_this_machine(address)
    assert is_own_server(address, relays=[])
    assert not is_own_server(address, relays=RELAYS)
