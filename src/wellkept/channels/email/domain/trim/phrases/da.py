"""Danish."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("den | på | d. | man | tir | ons | tors | tor | fre | lør | søn"),
    wrote=listed("skrev | skriver | har skrevet"),
    me=listed("jeg | vi"),
    sender=listed("fra | afsender"),
    sent=listed("sendt | dato | sendt den"),
    to=listed("til"),
    subject=listed("emne"),
    original=listed(
        """oprindelig meddelelse | original meddelelse | oprindelig besked | den oprindelige meddelelse"""
    ),
    forwarded=listed(
        """videresendt meddelelse | videresendt besked | start på videresendt besked |
        start på videresendt meddelelse | videresendt af"""
    ),
    device=listed("sendt fra min | sendt fra mit | sendt fra | sendt med | hent"),
    legal=listed(
        """fortrolig | fortroligt | fortrolige | modtager | modtageren | ved en fejl | slette | slet |
        afsender | uautoriseret | ansvar"""
    ),
    headings=listed("fortrolighedserklæring"),
    goodbyes=listed(
        """med venlig hilsen | venlig hilsen | mvh | hilsen | de bedste hilsner | bedste hilsner |
        kærlig hilsen"""
    ),
    marker=listed("svar over denne linje"),
)
