"""Fetching a picture from elsewhere: where it may not lead, and what it may not be."""

import socket
import struct
import threading

import pytest

from wellkept.channels.email import remote, targets

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.mark.parametrize(
    "name, address",
    [
        ("loopback", "127.0.0.1"),
        ("all of loopback", "127.9.9.9"),
        ("this host", "0.0.0.0"),  # noqa: S104  an address to refuse, not one to listen on
        ("private, class A", "10.0.0.8"),
        ("private, class B", "172.16.31.1"),
        ("private, class C", "192.168.1.1"),
        ("shared by carriers", "100.64.0.1"),
        ("link-local", "169.254.10.10"),
        ("metadata of clouds", "169.254.169.254"),
        ("multicast", "224.0.0.1"),
        ("broadcast", "255.255.255.255"),
        ("reserved", "240.0.0.1"),
        ("for documentation", "192.0.2.1"),
        ("for benchmarks", "198.18.0.1"),
        ("loopback, version 6", "::1"),
        ("unspecified, version 6", "::"),
        ("link-local, version 6", "fe80::1"),
        ("link-local with a zone", "fe80::1%eth0"),
        ("unique local", "fd00:ec2::254"),
        ("site-local", "fec0::1"),
        ("multicast, version 6", "ff02::1"),
        ("version 4 mapped", "::ffff:127.0.0.1"),
        ("version 4 mapped, in hexadecimal", "::ffff:7f00:1"),
        ("version 4 compatible", "::7f00:1"),
        ("metadata behind 6to4", "2002:a9fe:a9fe::1"),
        ("loopback behind Teredo", "2001:0:0:0:0:0:80ff:fffe"),
        ("metadata behind NAT64", "64:ff9b::a9fe:a9fe"),
        ("loopback behind local NAT64", "64:ff9b:1::7f00:1"),
        ("a number, not an address", "2130706433"),
        ("octal", "0177.0.0.1"),
        ("short", "127.1"),
        ("no address", "example.com"),
        ("nothing", ""),
    ],
)
def test_addresses_that_lead_inside_are_refused(name, address):
    assert not targets.is_allowed(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_public_addresses_are_allowed(address):
    assert targets.is_allowed(address)


def test_an_operator_can_name_a_private_target(settings):
    settings.PRIVATE_TARGETS = ["10.0.0.8"]
    assert targets.is_allowed("10.0.0.8")
    assert targets.is_allowed("::ffff:10.0.0.8")
    assert not targets.is_allowed("10.0.0.9")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://pictures.example/a.png",
        "file:///etc/passwd",
        "gopher://pictures.example/",
        "//pictures.example/a.png",
        "http://",
        "http://who@pictures.example/a.png",
        "http://pictures.example:99999/a.png",
        "http://[pictures.example/a.png",
        "http://@pictures.example/a.png",
        "http://127.0.0.1/a.png",
        "http://2130706433/a.png",
        "http://0x7f.1/a.png",
        "http://0177.0.0.1/a.png",
        "http://127.1/a.png",
        "http://[::1]/a.png",
        "http://[::ffff:7f00:1]/a.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/a.png",
    ],
)
def test_odd_spellings_lead_nowhere(address):
    with pytest.raises(remote.NotFetched):
        remote.fetch_picture(address)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(targets.NotReached, match="private"):
        targets.resolve("pictures.example", 80)


@pytest.mark.parametrize(
    "name, answer, says",
    [
        (
            "a redirect",
            b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
            "302",
        ),
        ("a page", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<html>", "no picture"),
        (
            "a drawing with scripts",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<svg onload=x>",
            "no picture",
        ),
        ("nonsense", b"hello\r\n\r\n", "did not answer"),
        ("nothing", b"", "did not answer"),
    ],
)
def test_only_a_picture_comes_back(name, answer, says, serving):
    with pytest.raises(remote.NotFetched, match=says):
        remote.fetch_picture(serving(answer))


def test_a_picture_comes_back_with_the_kind_its_bytes_say(serving):
    address = serving(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PNG)
    assert remote.fetch_picture(address) == ("image/png", PNG)


def test_a_picture_that_is_too_large_is_left(serving, monkeypatch):
    monkeypatch.setattr(remote, "MOST_BYTES", 16)
    with pytest.raises(remote.NotFetched, match="larger"):
        remote.fetch_picture(serving(b"HTTP/1.1 200 OK\r\n\r\n" + PNG))


def test_a_server_that_never_ends_is_left(serving, monkeypatch):
    monkeypatch.setattr(remote, "SECONDS", 0.2)
    with pytest.raises(remote.NotFetched):
        remote.fetch_picture(serving(b"HTTP/1.1 200 OK\r\n\r\n" + PNG[:9], stay=True))


@pytest.fixture
def serving(settings):
    """`serving(answer)` is the address of a server on this machine that says just this."""
    settings.PRIVATE_TARGETS = ["127.0.0.1"]
    opened = []

    def serve(answer, *, stay=False):
        listener = socket.create_server(("127.0.0.1", 0))
        done = threading.Event()

        def run():
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)
                if stay:
                    done.wait(5)
                else:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 1))

        thread = threading.Thread(target=run)
        thread.start()
        opened.append((listener, done, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}/a.png"

    yield serve
    for listener, done, thread in opened:
        done.set()
        thread.join(5)
        listener.close()
