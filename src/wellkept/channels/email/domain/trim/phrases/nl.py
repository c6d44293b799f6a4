"""Dutch."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("op | in een bericht van | citeren"),
    wrote=listed("schreef | heeft geschreven | geschreven | schreven | schrijft"),
    me=listed("ik | wij"),
    sender=listed("van | afzender"),
    sent=listed("verzonden | datum | verstuurd | verzonden op"),
    to=listed("aan"),
    subject=listed("onderwerp"),
    original=listed("oorspronkelijk bericht | origineel bericht | oorspronkelijke bericht"),
    forwarded=listed(
        """doorgestuurd bericht | begin doorgestuurd bericht | begin doorgestuurde bericht |
        doorgestuurde bericht | doorgestuurd door"""
    ),
    device=listed(
        """verstuurd vanaf mijn | verstuurd vanaf | verzonden vanaf mijn | verzonden vanaf |
        verzonden met | verstuurd met | verzonden via | download"""
    ),
    legal=listed(
        """vertrouwelijk | geadresseerde | bestemd voor | per abuis | ten onrechte | verwijderen |
        vernietigen | afzender | niet toegestaan | verboden | aansprakelijkheid | aansprakelijk"""
    ),
    headings=listed("disclaimer | vertrouwelijkheidsverklaring"),
    goodbyes=listed(
        """met vriendelijke groet | met vriendelijke groeten | vriendelijke groet | vriendelijke groeten |
        groet | groeten | hartelijke groet | mvg | met hartelijke groet"""
    ),
    marker=listed("reageer boven deze lijn | antwoord boven deze regel"),
)
