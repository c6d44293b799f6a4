"""Czech."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("dne | v | po | út | st | čt | pá | so | ne"),
    wrote=listed("napsal | napsala | napsal(a) | napsal/a | píše | odeslal"),
    me=listed("jsem"),
    sender=listed("od | odesílatel"),
    sent=listed("odesláno | datum | odesláno dne | odeslána"),
    to=listed("komu"),
    subject=listed("předmět"),
    original=listed("původní zpráva | původní e-mail"),
    forwarded=listed(
        """přeposlaná zpráva | předaná zpráva | začátek přeposílané zprávy | začátek předávané zprávy |
        přeposlaný e-mail"""
    ),
    device=listed("odesláno z | odesláno ze | odesláno přes | posláno z | získejte"),
    legal=listed(
        """důvěrné | důvěrná | adresát | adresátem | omylem | smažte | vymažte | odesílatele |
        neoprávněné | zakázáno | odpovědnost"""
    ),
    headings=listed("upozornění"),
    goodbyes=listed(
        """s pozdravem | s přátelským pozdravem | hezký den | přeji hezký den | děkuji a přeji hezký den |
        zdraví"""
    ),
    marker=listed("odpovězte nad tento řádek"),
)
