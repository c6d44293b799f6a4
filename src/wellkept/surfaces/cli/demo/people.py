"""Who writes to Larkmoor: names, places and zones that belong together."""

from __future__ import annotations

import random
from dataclasses import dataclass

from wellkept.kernel.ids import digest


@dataclass(frozen=True)
class Person:
    name: str
    address: str
    language: str
    timezone: str
    company: str = ""


PLACES: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {
    # language: first names, family names, zones, mail domains
    "en": (
        "Dana Owen Priya Noor Amara Grace Malcolm Ruth Femi Isla Callum Beatrice Tom Yasmin Peter Ngozi Ellen Hugh "
        "Sunita Marek Orla Desmond Kit Rowena".split(),
        "Whitfield Handley Nair Haaland Diallo Pemberton Reid Achebe Sutcliffe Murray Lowe Ferris Khan Bright Osei "
        "Thackeray Lund Varga Bell Novak Quinn Hart Mistry Foss".split(),
        ["Europe/London"] * 5 + ["Europe/Dublin", "America/New_York", "America/Toronto", "Australia/Sydney"],
        ["postbox.example", "homemail.example", "fellside.example", "inkwell.example"],
    ),
    "de": (
        "Jonas Katharina Lukas Annegret Mehmet Frieda Torben Elif Matthias Sabine Jörg Ute".split(),
        "Keller Brandt Vogt Yılmaz Hoffmann Lindner Petersen Schäfer Großmann Weiß Huber Krüger".split(),
        ["Europe/Berlin"] * 4 + ["Europe/Vienna", "Europe/Zurich"],
        ["briefkasten.example", "postfach.example"],
    ),
    "es": (
        "Lucía Álvaro Marta Joaquín Noelia Íñigo Carmen Rafael".split(),
        "Fuentes Ortega Peña Villanueva Ibáñez Castaño Rojas Molina".split(),
        ["Europe/Madrid"] * 3 + ["America/Mexico_City"],
        ["correo.example", "buzon.example"],
    ),
    "fr": (
        "Camille Hélène Bastien Aïcha Loïc Margaux".split(),
        "Lefèvre Garnier Benali Roussel Chevalier Petitjean".split(),
        ["Europe/Paris", "Europe/Brussels", "America/Montreal"],
        ["courrier.example"],
    ),
    "ar": (["ليلى", "سامي"], ["حداد", "منصور"], ["Asia/Amman", "Asia/Dubai"], ["barid.example"]),
    "ja": (["陽子", "健一"], ["田中", "小林"], ["Asia/Tokyo"], ["yubin.example"]),
}
CAFES = [
    "Quayside Cafés",
    "The Copper Spoon",
    "Mill Street Roasters",
    "Hotel Brandnerhof",
    "Café Sol y Sombra",
]


def person(rng: random.Random, *, language: str, business: bool = False) -> Person:
    """Somebody who writes that language."""
    first_names, family_names, zones, domains = PLACES[language]
    first, family = rng.choice(first_names), rng.choice(family_names)
    name = f"{family}{first}" if language == "ja" else f"{first} {family}"
    local = _plain(f"{first}.{family}") or f"k{digest(name)[:7]}"
    company = rng.choice(CAFES) if business else ""
    domain = f"{_plain(company.replace(' ', ''))}.example" if company else rng.choice(domains)
    return Person(
        name=name,
        address=f"{local}{rng.randint(2, 99)}@{domain}",
        language=language,
        timezone=rng.choice(zones),
        company=company,
    )


def _plain(text: str) -> str:
    import unicodedata

    spelled = text.lower().replace("ß", "ss").replace("ı", "i")
    letters = unicodedata.normalize("NFKD", spelled)
    return "".join(c for c in letters if c.isascii() and (c.isalnum() or c == ".")).strip(".")
