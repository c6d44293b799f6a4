"""Spanish."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("el | en fecha | a las | con fecha"),
    wrote=listed("escribió | escribio | ha escrito | escribía | escribe"),
    me=listed("yo"),
    sender=listed("de | remitente"),
    sent=listed("enviado | fecha | enviado el | enviada el | enviado en"),
    to=listed("para | a"),
    subject=listed("asunto"),
    original=listed("mensaje original | mensaje originario | correo original"),
    forwarded=listed(
        """mensaje reenviado | inicio del mensaje reenviado | mensaje remitido | correo reenviado |
        reenviado por"""
    ),
    device=listed("enviado desde | enviado con | enviado por | obtener | obtén | descargar"),
    legal=listed(
        """confidencial | destinatario | por error | prohibida | prohibido | elimine | eliminar |
        notifique | no autorizada | divulgación | responsabilidad | medio ambiente | imprimir |
        aviso legal"""
    ),
    headings=listed("aviso legal | aviso de confidencialidad | cláusula de confidencialidad"),
    goodbyes=listed(
        """saludos | un saludo | saludos cordiales | atentamente | cordialmente | un cordial saludo |
        reciba un cordial saludo | muchas gracias y un saludo"""
    ),
    marker=listed(
        """responda por encima de esta línea | escriba su respuesta por encima de esta línea |
        responder por encima de esta línea"""
    ),
)
