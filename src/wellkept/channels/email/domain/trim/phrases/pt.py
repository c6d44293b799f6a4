"""Portuguese."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("em | no dia | a | na data"),
    wrote=listed("escreveu | escreveram | escrevi | enviou"),
    me=listed("eu | escrevi"),
    sender=listed("de | remetente"),
    sent=listed("enviado | enviada | data | enviado em | enviada em"),
    to=listed("para"),
    subject=listed("assunto"),
    original=listed("mensagem original | mensagem de origem | e-mail original"),
    forwarded=listed(
        """mensagem encaminhada | mensagem reencaminhada | início da mensagem encaminhada |
        início da mensagem reencaminhada | e-mail encaminhado | encaminhado por"""
    ),
    device=listed(
        """enviado do meu | enviado do | enviado da | enviado a partir | enviado pelo | enviado de |
        obter o | baixe"""
    ),
    legal=listed(
        """confidencial | destinatário | por engano | proibida | proibido | apague | eliminar | elimine |
        notifique | não autorizada | responsabilidade | meio ambiente | imprimir | aviso legal"""
    ),
    headings=listed("aviso legal | aviso de confidencialidade"),
    goodbyes=listed(
        """atenciosamente | cumprimentos | com os melhores cumprimentos | melhores cumprimentos | abraço |
        abraços | obrigado e cumprimentos | att"""
    ),
    marker=listed("responda acima desta linha | escreva a sua resposta acima desta linha"),
)
