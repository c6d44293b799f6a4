"""Norwegian."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("den | på | man | tir | ons | tor | fre | lør | søn"),
    wrote=listed("skrev | skrev følgende | skriver | har skrevet"),
    me=listed("jeg | vi"),
    sender=listed("fra | avsender"),
    sent=listed("sendt | dato"),
    to=listed("til"),
    subject=listed("emne"),
    original=listed("opprinnelig melding | original melding | opprinnelig e-post"),
    forwarded=listed(
        """videresendt melding | videresendt e-post | begynnelse på videresendt melding |
        start på videresendt melding"""
    ),
    device=listed("sendt fra min | sendt fra | skaff | hent"),
    legal=listed(
        """konfidensiell | konfidensielt | taushetsplikt | mottaker | mottakeren | ved en feil |
        ved en feiltakelse | slette | slett | avsender | uautorisert | ansvar"""
    ),
    headings=listed("konfidensialitetserklæring"),
    goodbyes=listed("med vennlig hilsen | vennlig hilsen | mvh | hilsen | beste hilsen"),
    marker=listed("svar over denne linjen"),
)
