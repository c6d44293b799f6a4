"""Spanish words of time."""

from __future__ import annotations

import re

from .tokens import TimeWords, any_of, compiled

_SMALL = "dos tres cuatro cinco seis siete ocho nueve diez once doce"
_NUMBERS = {
    **{w: float(n) for n, w in enumerate(_SMALL.split(), 2)},
    "un": 1.0,
    "una": 1.0,
    "media": 0.5,
    "un par de": 2.0,
    "quince": 15.0,
}
_N = r"(?:\d{1,3}|un\s+par\s+de|" + any_of(_SMALL + " quince media una un") + ")"
_WD = any_of("lunes martes miércoles miercoles jueves viernes sábado sabado domingo")
_MON = any_of(
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
)
_BIZ = r"(?P<biz>h[áa]bil(?:es)?|laborables?)"

TIMES = TimeWords(
    patterns=compiled(
        (
            "vague",
            r"lo\s+antes\s+posible|cuanto\s+antes|pronto|en\s+breve|a\s+la\s+mayor\s+brevedad(?:\s+posible)?|en\s+unos\s+\w+|"
            r"en\s+los\s+próximos\s+días|enseguida|ahora\s+mismo|inmediatamente|de\s+inmediato|a\s+la\s+brevedad",
        ),
        (
            "span",
            rf"(?:(?:en|dentro\s+de|antes\s+de)\s+)(?:(?:un\s+plazo\s+(?:máximo\s+)?de|el\s+plazo\s+de|menos\s+de|unas|unos|las\s+próximas|"
            rf"los\s+próximos|máximo|como\s+máximo)\s+)*(?:{_N}\s*(?:-|–|a|o)\s*)?(?P<n>{_N})\s+(?P<unit>minutos?|horas?|h|días?|dias?|semanas?|mes(?:es)?)"
            rf"(?:\s+{_BIZ})?",
        ),
        ("span", rf"(?:el\s+)?(?:próximo|siguiente)\s+(?P<unit>día|dia)\s+{_BIZ}"),
        ("day", r"(?P<iso>\d{4}-\d\d-\d\d)"),
        (
            "day",
            rf"(?:{_WD},?\s+)?(?:el\s+)?(?:día\s+)?(?P<dom>[0-3]?\d)\s+de\s+(?P<mon>{_MON})(?:\s+de(?:l)?\s+(?P<year>20\d\d))?",
        ),
        (
            "day",
            rf"(?P<edge>principios|comienzos|mediados|finales|fin|final)\s+de\s+(?P<mon>{_MON})(?:\s+de(?:l)?\s+(?P<year>20\d\d))?",
        ),
        ("day", r"(?P<first>[0-3]?\d)[/.-](?P<second>[01]?\d)(?:[/.-](?P<year>(?:20)?\d\d))?"),
        ("day", r"(?:el|del)\s+(?:día\s+)?(?P<dom>[0-3]?\d)(?!\s*(?:%|:))"),
        (
            "week",
            r"(?:a\s+)?(?:(?P<edge>principios|comienzos|mediados|finales|final|fin)\s+de\s+)?(?P<which>la\s+próxima|próxima|esta|la)\s+"
            r"(?P<unit>semana)(?P<which_>\s+que\s+viene)?",
        ),
        (
            "week",
            r"(?P<edge>finales|final|fin)\s+de(?:l)?\s+(?:(?P<which>este|próximo)\s+)?(?P<unit>semana|mes)",
        ),
        ("week", r"(?P<wkend>(?:este|el|durante\s+el)\s+fin\s+de\s+semana)"),
        (
            "close",
            r"(?:el\s+)?(?:final|fin)\s+de(?:l|\s+la)\s+(?:día|dia|jornada)|a\s+lo\s+largo\s+del\s+día|cierre|última\s+hora",
        ),
        ("part", r"(?:a\s+)?(?P<part>primera\s+hora)(?:\s+de\s+la\s+mañana)?"),
        (
            "part",
            r"(?:por|de|en|a\s+lo\s+largo\s+de|durante)?\s*la\s+(?P<part>mañana|tarde|noche)|esta\s+(?P<part_>mañana|tarde|noche)",
        ),
        ("day", r"(?P<rel>pasado\s+mañana|hoy|mañana)"),
        (
            "day",
            rf"(?:(?P<this>este)\s+|próximo\s+)?(?P<wd>{_WD})(?P<nextweek>\s+de\s+la\s+(?:próxima\s+semana|semana\s+que\s+viene))?",
        ),
        ("clock", r"(?P<named>mediodía|mediodia|medianoche)"),
        ("clock", r"(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)(?:\s*h)?"),
        (
            "clock",
            rf"(?:entre\s+las?\s+\d\d?\s+y|a|de|hasta)\s+las?\s+(?P<h>[01]?\d|2[0-4]|{any_of(_SMALL)})(?:\s*h)?(?!\d)(?:\s+y\s+(?P<quarter>media|cuarto))?(?:\s+(?:de\s+la\s+)(?P<ap>tarde|noche))?",
        ),
        ("clock", r"(?P<h>[01]?\d|2[0-4])\s*h"),
    ),
    relative={"hoy": 0, "mañana": 1, "pasado mañana": 2},
    weekdays={"lun": 0, "mar": 1, "mié": 2, "mie": 2, "jue": 3, "vie": 4, "sáb": 5, "sab": 5, "dom": 6},
    months={w: n for n, w in enumerate("ene feb mar abr may jun jul ago sep oct nov dic".split(), 1)}
    | {"set": 9},
    numbers=_NUMBERS,
    units={"min": "minute", "h": "hour", "d": "day", "semana": "week", "mes": "month"},
    parts={"primera hora": 720, "mañana": 720, "tarde": 1020, "noche": 1260},
    clocks={"mediodía": 720, "mediodia": 720, "medianoche": 1440},
    next_words=re.compile(r"próxim|viene", re.I),
    early=re.compile(r"principios|comienzos", re.I),
    middle=re.compile(r"mediados", re.I),
    before=re.compile(r"\bantes\s+del?\s+(?:el\s+)?$", re.I),
    aside=re.compile(r"\b(?:desde|sobre|cada|pasado)\s+(?:\w+\s+){0,2}$", re.I),
)
