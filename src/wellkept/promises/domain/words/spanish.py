"""Spanish promises: the future, "voy a", and the present with a day."""

from __future__ import annotations

import re

from .grammar import Language, Rule
from .times_es import TIMES

_TO = r"(?:me|nos|le|les|te|os|lo|la|los|las|se)"
_NOT = (  # futures that commit to nothing
    r"(?!(?:necesit|requer|estar|ser[ée]|seremos|podr|querr|sabr|agradecer|quedar|esper|encantar|tendr(?:é|emos)\s+que|deber|cerrar|cobrar|ver(?:é|emos)\b))"
)
_I = rf"\b(?:{_TO}\s+){{0,2}}{_NOT}\w+(?:r)(?:é|emos)\b"
_NOW = (
    r"(?:llam|escrib|avis|mand|envi|enví|confirm|devolv|devuelv|cambi|cont[ae]st|respond|inform|digo|decimos|doy|damos|comunic|reembols|repon|"
    r"pas|traig|traemos|consult|revis|gestion|solucion|resuelv|hag|hacemos|mantengo|mantenemos|facilit)(?:o|amos|emos|imos)?"
)
_OURS = (
    r"\b(?:(?:mi|nuestr[oa]|un|una|el|la)\s+(?:compañer[oa]|técnic[oa]|colega|equipo|departamento|agente|repartidor|gerente|supervisor|responsable|"
    r"especialista|almacén|mensajero))(?:\s+(?-i:[A-ZÁÉÍÓÚ])\w+|\s+de\s+\w+)?"
)


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SPANISH = Language(
    hint=_re(
        rf"\w(?:ré|remos|rá|rás)\b|\b{_TO}\s|\b(?:voy|vamos|va)\s+a\b|\b(?:llam|habl|revis|consult|pregunt|mand|gestion|tramit|arregl|solucion|confirm|prepar)(?:o|amos)\b|\bvuelvo\b"
    ),
    rules=(
        Rule(
            _re(
                r"\b(?:intentar|tratar|procurar)(?:é|emos)\b|\b(?:intento|intentamos|esperamos|espero)\s+\w+[aei]r(?:le|lo|la|te|se)?\b"
            ),
            strength="aim",
        ),
        Rule(
            _re(rf"\b(?:{_TO}\s+)?(?:prometo|garantizo|aseguro|prometemos|garantizamos|aseguramos)\b"),
            announces=True,
        ),
        Rule(_re(rf"\b(?:{_TO}\s+)?(?:voy|vamos)\s+a\s+(?!(?:necesitar|tener\s+que|estar|ser|ver)\b)\w+")),
        Rule(_re(_I)),
        Rule(
            _re(
                r"(?<!el\s)(?<!su\s)(?<!un\s)(?<!le\s)(?<!te\s)\b(?:(?:te|se)\s+l[oa]s?\s+)?(?:llamo|llamamos|hablo|hablamos|reviso|revisamos|consulto|pregunto|mando|mandamos|gestiono|"
                r"tramito|arreglo|arreglamos|soluciono|solucionamos|vuelvo|volvemos|confirmo|preparo|preparamos)\b"
            ),
            timed=True,
        ),
        Rule(
            _re(
                r"\b(?:te|le|os|les)\s+(?:devuelvo|devolvemos|reembolso|reembolsamos|abono|abonamos|regalo|regalamos)\b(?!\s+la\s+llamada)"
            )
        ),
        Rule(_re(r"\b(?:le|te)\s+llama\s+(?:mi|nuestr[oa]|el\s+señor|la\s+señora|don|doña)\b"), timed=True),
        Rule(_re(r"\b(?:lo|la|los|las)\s+(?:tendrá|tendrás|recibirá|recibirás)\b"), "outcome", timed=True),
        Rule(_re(r"\bestar(?:é|emos)\s+(?:en\s+(?:su|tu)|con\s+(?:usted|ustedes)|allí|ahí)\b"), timed=True),
        Rule(_re(r"\b(?:me|nos)\s+(?:encargo|encargamos|ocupo|ocupamos|pongo|ponemos)\b")),
        Rule(
            _re(
                rf"\b(?:le|les|te|os|se\s+l[oa]s?|(?:te|os)\s+l[oa]s?)\s+{_NOW}\b(?!\s+(?:que|para|las\s+gracias|la\s+bienvenida|adjunt))"
            ),
            timed=True,
        ),
        Rule(
            _re(
                r"\b(?:le|les|te|os)\s+\w+rá\s+(?:(?:mi|nuestr[oa])\s+\w+|una?\s+(?:compañer|técnic|agente|colega|persona|responsable|especialista)\w*)"
            )
        ),
        Rule(_re(rf"{_OURS}\s+(?:{_TO}\s+){{0,2}}(?:va\s+a\s+\w+|\w+rá)\b")),
        Rule(
            _re(
                r"\b(?:recibirás?|tendrás?|obtendrás?)\s+(?:un[ao]?s?|el|la|su|tu|noticias|respuesta|nuestr\w+)\b(?!\s+(?:código|sms|buen))"
            ),
            "outcome",
        ),
        Rule(
            _re(
                r"\b(?:su|tu|el|la)\s+(?:\w+\s+){1,4}?(?:(?:le|te|se\s+le|se\s+te|se)\s+)?(?:llegará|estará\s+list[oa]|estará\s+(?:en\s+su|en\s+tu|con\s+usted|solucionad|arreglad|repuest)\w*|saldrá|será\s+(?:enviad|reembolsad|entregad|abonad|procesad)[oa]|entregará|abonará|enviará)\b"
            ),
            "outcome",
            timed=True,
        ),
    ),
    refused=_re(
        r"\bno\s+(?:\w+\s+)?\w+(?:ré|remos|rá|os)\b|\b(?:normalmente|generalmente|habitualmente|suelen?|siempre)\b|\b(?:encantad[oa]s?|cerrad[oa]|fuera\s+de)\b|"
        r"\b(?:el|la)\s+(?:fabricante|proveedor|operador)\b|\b(?:su|tu)\s+(?:banco|aseguradora|seguro|operador|compañía|aerolínea|vendedor|empresa|médico|abogado)\b|\bla\s+aduana\b|\bque\s+iniciar\b|\bescrib(?:o|imos)\s+(?:por|para|en\s+relación|sobre|acerca|con\s+motivo|porque)\b"
    ),
    embedded=_re(
        r"\b(?:no|nunca|ni)\s+(?:\w+\s+)?$|\b(?:dij\w+|dijo\s+que|escribió|pens\w+)\s+(?:\w+\s+)?(?:que\s+)?$|\b(?:si|cuándo|quién|dónde)\s+$|\bno\s+podemos\b.{0,40}$|"
        r"\b(?:ayer|anteayer)\b.{0,20}$"
    ),
    bystander=_re(
        r"\bsi\s+(?:compra|reserva|pide|se\s+suscribe)\b|^si\s+(?:quiere|quieres|lo\s+desea|desea|prefiere|lo\s+prefiere)\b|\b(?:según\s+(?!lo\b)|por\s+lo\s+general|ayer|(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|semana|mes)\s+pasad[oa])\b"
    ),
    condition=_re(
        r"(?:^|[,;]\s*|\s)(?:si|en\s+cuanto|cuando|una\s+vez|siempre\s+que|tan\s+pronto\s+como|después\s+de\s+que)\s"
    ),
    courtesy=_re(
        r"\bsi\s+(?:le|te)\s+(?:viene|parece)\s+bien\b|\bsi\s+(?:lo\s+)?(?:desea|quiere|quieres|prefiere)\b"
    ),
    aim=_re(r"\b(?:intentar\w+|tratar(?:é|emos)|procurar\w+|todo\s+lo\s+posible|ojalá|esperamos)\b"),
    boundary=_re(r";|\s[-–—]+\s|—|,?\s+pero\b|:\s|\s\("),
    subordinate=_re(r"\b(?:si|cuando|en\s+cuanto|una\s+vez\s+que|siempre\s+que|hasta\s+que)\s+$"),
    joint=_re(r"[,\s]*(?:\b(?:y|e)\b(?:\s+(?:luego|después)\b)?)?[,\s]*$|^[,\s]*(?:y|e)\b\s*"),
    times=TIMES,
)
