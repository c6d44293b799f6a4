"""Polish."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("w dniu | dnia | w wiadomości z | pon | wt | śr | czw | pt | sob | niedz"),
    wrote=listed("napisał | napisała | napisał(a) | napisał/a | napisali | pisze"),
    me=listed("napisałem | napisałam"),
    sender=listed("od | nadawca"),
    sent=listed("wysłano | data | wysłane | wysłany"),
    to=listed("do"),
    subject=listed("temat"),
    original=listed("wiadomość oryginalna | oryginalna wiadomość | wiadomość pierwotna"),
    forwarded=listed(
        """przekazana wiadomość | wiadomość przekazana | początek przekazywanej wiadomości |
        treść przekazanej wiadomości | przesłana dalej wiadomość"""
    ),
    device=listed("wysłane z | wysłano z | wysłane za pomocą | pobierz"),
    legal=listed(
        """poufne | poufna | adresat | adresatem | przez pomyłkę | omyłkowo | usunąć | usunięcie |
        zabronione | niedozwolone | nadawcę | odpowiedzialności | poufność"""
    ),
    headings=listed("klauzula poufności | zastrzeżenie"),
    goodbyes=listed(
        """pozdrawiam | z poważaniem | z wyrazami szacunku | pozdrowienia | serdecznie pozdrawiam |
        łączę wyrazy szacunku"""
    ),
    marker=listed("odpowiedz powyżej tej linii"),
)
