"""Finnish."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("ma | ti | ke | to | pe | la | su | lainaus"),
    wrote=listed("kirjoitti | kirjoittaa | kirjoitti näin | kirjoittivat"),
    me=listed("minä | kirjoitin"),
    sender=listed("lähettäjä | keneltä"),
    sent=listed("lähetetty | päivämäärä | pvm | päiväys"),
    to=listed("vastaanottaja | kenelle"),
    subject=listed("aihe"),
    original=listed("alkuperäinen viesti | alkuperäinen sähköposti"),
    forwarded=listed(
        """edelleenlähetetty viesti | välitetty viesti | välitetty viesti alkaa |
        alkuperäinen välitetty viesti"""
    ),
    device=listed("lähetetty | hanki"),
    device_after=listed("lähetetty"),
    legal=listed(
        """luottamuksellinen | luottamuksellista | vastaanottajalle | vastaanottaja | erehdyksessä |
        vahingossa | hävitä | poista | lähettäjälle | kielletty | vastuu"""
    ),
    goodbyes=listed("ystävällisin terveisin | terveisin | parhain terveisin | yt | t. | kiittäen"),
    marker=listed("vastaa tämän rivin yläpuolelle"),
)
