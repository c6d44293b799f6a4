"""Bodies whose text part hides what the HTML part knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    name: str
    html: str
    reply: str
    text: str = ""


HTML_SAMPLES = [
    Sample(
        name="gmail, html alone",
        html='<div dir="ltr">It works.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 3, '
        '2025 at 10:42 AM Ben &lt;<a href="mailto:help@larkmoor.example">help@larkmoor.example</a>&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote">Does it work?</blockquote></div>',
        reply="It works.",
    ),
    Sample(
        name="gmail with a language we do not know",
        text="Toimib.\n\nKirjutas Ben:\n\nKas toimib?",
        html='<div>Toimib.</div><div class="gmail_quote"><div class="gmail_attr">Kirjutas Ben:</div>'
        '<blockquote class="gmail_quote">Kas toimib?</blockquote></div>',
        reply="Toimib.",
    ),
    Sample(
        name="gmail, answers between the lines",
        text="On Mon, 3 Mar 2025 at 10:42, Ben <help@larkmoor.example> wrote:\n\nWhich colour?\n\nBlue.\n\nWhen?\n\nTuesday.",
        html='<div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Mar 2025 at 10:42, Ben &lt;help@larkmoor.example&gt; '
        'wrote:</div><blockquote class="gmail_quote">Which colour?</blockquote><div>Blue.</div>'
        '<blockquote class="gmail_quote">When?</blockquote><div>Tuesday.</div></div>',
        reply="On Mon, 3 Mar 2025 at 10:42, Ben <help@larkmoor.example> wrote:\n\nWhich colour?\n\nBlue.\n\nWhen?\n\nTuesday.",
    ),
    Sample(
        name="gmail signature",
        text="It works.\n\nDana Whitfield\nBuyer",
        html='<div>It works.</div><div class="gmail_signature">Dana Whitfield<br>Buyer</div>',
        reply="It works.",
    ),
    Sample(
        name="gmail forward",
        text="Please help.\n\n---------- Forwarded message ---------\nFrom: Eve\n\nMy handle broke.",
        html='<div>Please help.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message '
        "---------<br>From: Eve<br></div>My handle broke.</div>",
        reply="Please help.\n\n---------- Forwarded message ---------\nFrom: Eve\n\nMy handle broke.",
    ),
    Sample(
        name="outlook on the web",
        text="Works.\n\nVon: Ben\nHallo, geht es?",
        html='<div>Works.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> Ben</div>'
        "<div>Hallo, geht es?</div>",
        reply="Works.",
    ),
    Sample(
        name="outlook for mac",
        text="Works.\n\nBen:\nDoes it?",
        html='<div>Works.</div><span id="OLK_SRC_BODY_SECTION"><div>Ben:</div><div>Does it?</div></span>',
        reply="Works.",
    ),
    Sample(
        name="thunderbird",
        html='<p>Works.</p><div class="moz-cite-prefix">Am 03.03.25 um 10:42 schrieb Ben:<br></div>'
        '<blockquote type="cite" cite="mid:x@y"><p>Geht es?</p></blockquote><div class="moz-signature">-- <br>Dana</div>',
        reply="Works.",
    ),
    Sample(
        name="thunderbird, answer below",
        text="Am 03.03.25 um 10:42 schrieb Ben:\n> Geht es?\n\nJa, alles gut.",
        html='<div class="moz-cite-prefix">Am 03.03.25 um 10:42 schrieb Ben:</div><blockquote type="cite"><p>Geht es?</p>'
        "</blockquote><p>Ja, alles gut.</p>",
        reply="Ja, alles gut.",
    ),
    Sample(
        name="apple mail",
        html='<div>All good.</div><div><br><blockquote type="cite"><div>On 3 Mar 2025, at 10:42, Ben '
        "&lt;help@larkmoor.example&gt; wrote:</div><br><div>Is it?</div></blockquote></div>",
        reply="All good.",
    ),
    Sample(
        name="yahoo",
        text="It came.\n\nBen, Monday\nOn its way.",
        html='<div>It came.</div><div id="yahoo_quoted_123" class="yahoo_quoted"><div>Ben, Monday</div><div>On its way.</div>'
        "</div>",
        reply="It came.",
    ),
    Sample(
        name="proton",
        html='<div>Thanks.</div><div class="protonmail_quote">On Monday, March 3rd, 2025 at 10:42 AM, Ben '
        '&lt;help@larkmoor.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Hello</blockquote></div>',
        reply="Thanks.",
    ),
    Sample(
        name="zoho",
        text="Thanks.\n\n---- On Mon, 03 Mar 2025 Ben ----\n\nHello",
        html='<div>Thanks.</div><div class="zmail_extra"><div>---- On Mon, 03 Mar 2025 Ben ----</div><div>Hello</div></div>',
        reply="Thanks.",
    ),
    Sample(
        name="outlook on a phone",
        html='<div>Danke!</div><div id="ms-outlook-mobile-signature">Gesendet von meinem Taschenrechner</div>'
        '<div id="mail-editor-reference-message-container"><b>Von:</b> Ben<br>Hallo</div>',
        reply="Danke!",
    ),
]
