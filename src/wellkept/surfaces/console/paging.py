"""Lists by keyset: the next page starts after the last row seen, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import Http404, HttpRequest

PAGE = 50

M = TypeVar("M", bound=Model)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """One page. `after` is the cursor of the next, "" at the end; `is_first` unless the page continues another."""

    rows: list[R]
    after: str
    is_first: bool


def listing(
    found: QuerySet[M], order: tuple[str, str], request: HttpRequest, *, name: str = "after", size: int = PAGE
) -> Listing[M]:
    """A page of `found` in `order`: two fields, the second unique, both rising or both ("-") falling.

    The cursor is read from the query parameter `name`; one that is none of ours is a page that does not exist.
    """
    cursor = request.GET.get(name, "")
    falling = order[0].startswith("-")
    first, second = (field.lstrip("-") for field in order)
    found = found.order_by(*order)
    if cursor:
        try:
            value, last = _read(found.model, (first, second), cursor)
        except (ValueError, TypeError, ValidationError) as error:
            raise Http404("That page link is not one of ours.") from error
        step = "lt" if falling else "gt"
        # The first condition alone is what an index can follow; the second takes out the rows already shown.
        found = found.filter(Q(**{f"{first}__{step}e": value})).exclude(
            **{first: value, f"{second}__{'gt' if falling else 'lt'}e": last}
        )
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Listing(rows=rows, after=_write(rows[-1], (first, second)) if more else "", is_first=not cursor)


def _write(row: Model, fields: tuple[str, str]) -> str:
    values = [getattr(row, field) for field in fields]
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(model: type[Model], fields: tuple[str, str], cursor: str) -> list[Any]:
    values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    if not isinstance(values, list) or len(values) != len(fields) or None in values:
        raise ValueError("not a cursor")
    return [_column(model, field).to_python(value) for field, value in zip(fields, values, strict=True)]


def _column(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found
