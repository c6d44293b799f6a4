"""French."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("le | en date du | dans un e-mail daté du | selon"),
    wrote=listed("a écrit | écrit | a ecrit | écrivait | a envoyé"),
    me=listed("j'ai | nous avons"),
    sender=listed("de | expéditeur | from"),
    sent=listed("envoyé | date | envoyé le | date d'envoi"),
    to=listed("à | a | pour"),
    subject=listed("objet | sujet"),
    original=listed(
        """message d'origine | message original | message initial | e-mail d'origine | mail original"""
    ),
    forwarded=listed(
        """message transféré | début du message réexpédié | début du message transféré |
        message transmis | message réexpédié | e-mail transféré | transféré par"""
    ),
    device=listed(
        """envoyé de mon | envoyé de ma | envoyé depuis | envoyé à partir de | envoyé avec | obtenir |
        télécharger | provenance"""
    ),
    legal=listed(
        """confidentiel | confidentielle | destinataire | par erreur | supprimer | détruire | interdite |
        non autorisée | responsabilité | l'expéditeur | avertir | imprimer | l'environnement"""
    ),
    headings=listed(
        """avis de confidentialité | avertissement | clause de confidentialité | mentions légales"""
    ),
    goodbyes=listed(
        """cordialement | bien cordialement | bien à vous | salutations | sincères salutations |
        meilleures salutations | bonne journée | cdlt | amicalement"""
    ),
    marker=listed(
        """répondez au-dessus de cette ligne | répondre au-dessus de cette ligne |
        écrivez votre réponse au-dessus"""
    ),
)
