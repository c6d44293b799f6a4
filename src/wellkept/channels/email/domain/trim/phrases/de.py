"""German."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("am | an | in der nachricht vom | in einer email vom | zitat von"),
    wrote=listed("schrieb | schrieben | hat geschrieben | geschrieben | schreibt"),
    me=listed("ich | wir"),
    sender=listed("von | absender"),
    sent=listed("gesendet | datum | gesendet am"),
    to=listed("an"),
    subject=listed("betreff"),
    original=listed(
        """ursprüngliche nachricht | originalnachricht | original-nachricht | ursprüngliche mail |
        urspr. nachricht | original nachricht"""
    ),
    forwarded=listed(
        """weitergeleitete nachricht | anfang der weitergeleiteten nachricht |
        anfang der weitergeleiteten e-mail | weitergeleitete mail | weitergeleitet von"""
    ),
    device=listed(
        """von meinem | von meiner | gesendet von | gesendet mit | gesendet aus |
        diese nachricht wurde von meinem | hol dir"""
    ),
    legal=listed(
        """vertraulich | empfänger | unbefugt | vernichten | löschen sie | irrtümlich | informieren sie |
        nicht gestattet | nicht der richtige adressat | adressat | haftung | rechtlich geschützt |
        amtsgericht | geschäftsführer | ust-id | denken sie an die umwelt | ausdrucken"""
    ),
    headings=listed("haftungsausschluss | hinweis: | vertraulichkeitshinweis | rechtlicher hinweis"),
    goodbyes=listed(
        """mit freundlichen grüßen | mit freundlichen grüssen | freundliche grüße | freundliche grüsse |
        viele grüße | viele grüsse | beste grüße | beste grüsse | liebe grüße | liebe grüsse |
        herzliche grüße | herzliche grüsse | mfg | lg | vg | schöne grüße | gruß | gruss"""
    ),
    marker=listed(
        """bitte antworten sie oberhalb dieser linie | bitte oberhalb dieser linie antworten |
        antworten sie oberhalb dieser zeile | oberhalb dieser linie antworten"""
    ),
)
