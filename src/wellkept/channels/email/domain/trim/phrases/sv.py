"""Swedish."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed(
        """den | på | vid | mån | tis | ons | tors | fre | lör | sön | må | ti | on | to | fr | lö | sö"""
    ),
    wrote=listed("skrev | skriver | har skrivit"),
    me=listed("jag | vi"),
    sender=listed("från | avsändare"),
    sent=listed("skickat | datum | skickades"),
    to=listed("till"),
    subject=listed("ämne"),
    original=listed("ursprungligt meddelande | originalmeddelande | ursprungliga meddelandet"),
    forwarded=listed(
        """vidarebefordrat meddelande | vidarebefordrat brev | vidarebefordrat mejl |
        början på vidarebefordrat mejl | vidarebefordrat av"""
    ),
    device=listed("skickat från min | skickat från | skickades från | hämta | ladda ned"),
    legal=listed(
        """konfidentiell | konfidentiellt | avsedd för | mottagare | mottagaren | av misstag | radera |
        förstör | avsändaren | otillåten | ansvar"""
    ),
    headings=listed("sekretessmeddelande"),
    goodbyes=listed(
        """med vänliga hälsningar | med vänlig hälsning | vänliga hälsningar | vänlig hälsning | mvh |
        hälsningar | bästa hälsningar"""
    ),
    marker=listed("svara ovanför den här raden"),
)
