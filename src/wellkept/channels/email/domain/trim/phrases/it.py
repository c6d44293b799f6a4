"""Italian."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("il giorno | il | in data | alle"),
    wrote=listed("ha scritto | scrive | ha inviato | scritto"),
    me=listed("ho"),
    sender=listed("da | mittente"),
    sent=listed("inviato | data | inviato il"),
    to=listed("a"),
    subject=listed("oggetto"),
    original=listed("messaggio originale | messaggio originario | messaggio precedente"),
    forwarded=listed(
        """messaggio inoltrato | inizio messaggio inoltrato | messaggio rinviato | inoltrato da"""
    ),
    device=listed("inviato da | inviato dal | inviato con | inviato tramite | ottieni | scarica"),
    legal=listed(
        """riservato | riservate | confidenziale | destinatario | per errore | vietata | vietato |
        cancellare | distruggere | avvisare | responsabilità | privacy | stampare | ambiente"""
    ),
    headings=listed("avviso di riservatezza | nota di riservatezza | avvertenza"),
    goodbyes=listed(
        """cordiali saluti | distinti saluti | saluti | un saluto | cordialmente | grazie e saluti"""
    ),
    marker=listed("rispondi sopra questa riga | rispondere sopra questa riga"),
)
