"""HTML of strangers, made safe and readable."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.html import clean, from_text, to_text
from wellkept.channels.email.domain.html.allowed import ATTRIBUTES, STYLES, TAGS
from wellkept.channels.email.domain.html.cleaning import LIMIT
from wellkept.channels.email.domain.html.rebuild import rebuild

from .html_attacks import ATTACKS


class Inspector(HTMLParser):
    """Reads the result with another parser than the one that wrote it."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        raise AssertionError("a comment survived")


def assert_harmless(html):
    for tag, attributes in Inspector(html).elements:
        assert tag in TAGS
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        extra = {"a": {"target", "rel"}, "img": {"data-remote-src"}}.get(tag, set())
        assert set(attributes) <= allowed | extra
        if tag == "a":
            assert attributes["rel"] == "noopener noreferrer nofollow"
            assert attributes["target"] == "_blank"
            assert re.match(r"(https?|mailto|tel):", attributes.get("href", "https:"), re.IGNORECASE)
        if "src" in attributes:
            assert re.match(r"/pictures/|data:image/(png|jpeg|gif|webp);base64,", attributes["src"])
        for declaration in filter(None, attributes.get("style", "").split(";")):
            assert declaration.partition(":")[0] in STYLES
            assert not re.search(r"url|expression|image-set|var\(|\\|/\*", declaration, re.IGNORECASE)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_and_nothing_is_fetched(attack):
    cleaned = clean(attack, cid_url=lambda cid: f"/pictures/{len(cid)}").html
    assert_harmless(cleaned)
    assert Inspector(clean(cleaned).html).elements == Inspector(cleaned).elements


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_simplified_rebuild_is_as_harmless(attack):
    assert_harmless(clean(rebuild(attack)).html)


def test_there_are_enough_attacks_to_mean_something():
    assert len(set(ATTACKS)) >= 60


_PIECES = st.sampled_from(
    [part for attack in ATTACKS for part in re.split(r"(?<=[>\s=])|(?=[<'\"])", attack) if part]
    + [
        "<p>",
        "</p>",
        "<table>",
        "<td>",
        "</table>",
        "<svg>",
        "<math>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        '"',
        "'",
        ">",
    ]
)


@given(st.lists(_PIECES, max_size=20).map("".join))
def test_attacks_cut_to_pieces_and_put_together_again_stay_harmless(html):
    assert_harmless(clean(html).html)
    assert_harmless(clean(rebuild(html)).html)


@given(st.text(max_size=300))
def test_any_text_whatever_is_harmless(html):
    assert_harmless(clean(html).html)
    assert_harmless(from_text(html))
    to_text(html)


def test_what_people_write_survives():
    html = (
        '<p style="color:#333;font-family:Arial,\'Segoe UI\';margin:0 0 10px">Hi <b>Ben</b>, <a href="https://a.example/?a=1&amp;b=2">'
        'this</a>:</p><ul><li>one</li></ul><table border="1" width="100%"><tbody><tr><td bgcolor="#eeeeee" colspan="2">x</td>'
        "</tr></tbody></table><blockquote>old</blockquote>"
    )
    cleaned = clean(html)
    assert "<p style=\"color:#333;font-family:Arial,'Segoe UI';margin:0 0 10px\">" in cleaned.html
    assert '<td bgcolor="#eeeeee" colspan="2">x</td>' in cleaned.html
    assert cleaned.links == ("https://a.example/?a=1&b=2",)
    assert not cleaned.is_truncated


def test_remote_pictures_wait_until_somebody_asks():
    html = '<img src="https://shop.example/a.png" alt="A"><img src="//shop.example/b.png"><img src="b.png">'
    cleaned = clean(html)
    assert cleaned.blocked_remote == 2
    assert 'data-remote-src="https://shop.example/a.png"' in cleaned.html
    assert not re.search(r"\ssrc=", cleaned.html)
    asked = clean(html, remote="proxy", proxy_url=lambda url: f"/pictures/{len(url)}")
    assert asked.blocked_remote == 0
    assert 'src="/pictures/26"' in asked.html
    assert_harmless(asked.html)


def test_pictures_are_never_loaded_from_the_sender_directly():
    with pytest.raises(ValueError, match="proxy_url"):
        clean("<p>", remote="proxy")


def test_tracking_pixels_are_gone():
    cleaned = clean(
        '<p>Hi</p><img src="https://t.example/o.gif" width="1" height="1"><img src="https://t.example/p" style="display:none">'
    )
    assert cleaned.html == "<p>Hi</p>"
    assert cleaned.trackers == 2


def test_inline_pictures_come_from_our_own_address():
    known = {"logo@larkmoor": "/pictures/7"}
    cleaned = clean('<img src="cid:logo@larkmoor"><img src="cid:other">', cid_url=known.get)
    assert cleaned.html == '<img src="/pictures/7"><img>'
    assert cleaned.blocked_remote == 0


def test_small_pictures_in_the_html_itself_stay_and_other_data_goes():
    kept = "data:image/png;base64,iVBORw0KGgo="
    assert clean(f'<img src="{kept}">').html == f'<img src="{kept}">'
    assert clean('<img src="data:image/svg+xml;base64,AAAA">').html == "<img>"
    assert clean('<a href="data:image/png;base64,AAAA">x</a>').links == ()


def test_more_than_a_million_characters_are_cut_and_said_so():
    cleaned = clean("<p>word</p>" * 200_000)
    assert cleaned.is_truncated
    assert len(cleaned.html) <= LIMIT + 20


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 200_000, "<p>" + "".join(f"<b id={i}>" for i in range(3_000)) + "<p>x" * 100_000, "<blockquote>" * 80_000,
        "<a " + " ".join(f"a{i}=1" for i in range(150_000)) + ">x", "<" * 1_000_000, "<!--" * 250_000, '<a b="' * 160_000,
        "<table><tr><td>" * 60_000, "<div>" * 40_000 + "<!--</div>-->" * 40_000, "&amp;" * 200_000, "<a href=x>" * 100_000,
        "<ul><li>" * 120_000, "<svg>" * 200_000, "<p style='" + "color:red;" * 90_000 + "'>x", "<img src=http://a.example/b>" * 35_000,
    ],
    ids=lambda hostile: hostile[:14],
)  # fmt: skip
def test_hostile_html_takes_bounded_time(hostile):
    started = time.process_time()
    clean(hostile)
    to_text(hostile)
    assert time.process_time() - started < 4


def test_text_of_a_mail_reads_well():
    html = """<html><head><style>p{}</style><title>no</title></head><body><h1>Order</h1><p>Hello&nbsp;<b>Ben</b>,<br>see
      <a href="https://a.example/x">the page</a>, <a href="https://b.example">https://b.example</a> or
      <a href="mailto:dana@whitfield.example">dana@whitfield.example</a>.</p>
      <ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol start="3"><li>three</li></ol>
      <table><tr><th>Item</th><th>Price</th></tr><tr><td>Lid</td><td>7</td></tr></table>
      <blockquote><p>old</p><blockquote>older</blockquote></blockquote>after<pre>a
  b</pre><img alt="a kettle" src="cid:x"></body></html>"""
    assert to_text(html) == (
        "Order\n\nHello Ben,\nsee the page (https://a.example/x), https://b.example or dana@whitfield.example.\n\n"
        "- one\n  - inner\n- two\n\n3. three\n\nItem | Price\nLid | 7\n\n> old\n>\n> > older\n\nafter\n\na\n  b\n\n[a kettle]"
    )


def test_text_becomes_html_with_living_links():
    html = from_text(
        "Hi <b>,\nsee https://a.example/x?a=1&b=2. (Or http://b.example/y_(z))\n\nmail dana@whitfield.example!"
    )
    assert html == (
        '<p>Hi &lt;b&gt;,<br>see <a href="https://a.example/x?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">'
        "https://a.example/x?a=1&amp;b=2</a>. (Or "
        '<a href="http://b.example/y_(z)" target="_blank" rel="noopener noreferrer nofollow">http://b.example/y_(z)</a>)</p>'
        '<p>mail <a href="mailto:dana@whitfield.example" target="_blank" rel="noopener noreferrer nofollow">'
        "dana@whitfield.example</a>!</p>"
    )


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200))
def test_text_to_html_and_back_keeps_the_words(text):
    squeezed = re.sub(r"[\s\u200b\ufeff\u034f\u00ad]+", "", text)
    assert re.sub(r"[\s\u200b\ufeff\u034f\u00ad]+", "", to_text(from_text(text))) == squeezed
