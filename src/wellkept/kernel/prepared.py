"""SQL that is worked out once a process and used again with other values.

Django works out a queryset's SQL anew each time. On a page with a dozen small queries that was a third of its time, and
more of the time that a mail takes (docs/decisions/0008). Only what happens all day uses this; everything else is a
plain queryset.

    @prepared
    def _drafts(*, agent: Any, conversation: Any) -> QuerySet[Draft]:
        return Draft.objects.filter(agent=agent, conversation=conversation)

    _drafts(agent=7, conversation=12)  # a list of drafts

Keyword-only parameters are filled in at each call: numbers, texts, moments. Positional ones are part of the query's
shape: hashable, and few, for each combination is compiled and kept. `prepared_update` does the same for an update,
`insert` and `insert_once` for a row.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, lru_cache, wraps
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import UpdateQuery

Row = TypeVar("Row")
Saved = TypeVar("Saved", bound=Model)
SHAPES = 128


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """The rows of the queryset that `build` makes. It may not prefetch: that is another query."""
    names = _names(build)

    @lru_cache(SHAPES)
    def compiled(*shape: Any) -> _Compiled[Row]:
        return _Compiled(build(*shape, **{name: _Given(name) for name in names}))

    @wraps(build)
    def rows(*shape: Any, **values: Any) -> list[Row]:
        return compiled(*shape).rows(values)

    return rows


def prepared_update(build: Callable[..., tuple[QuerySet[Any], dict[str, Any]]]) -> Callable[..., int]:
    """Updates the queryset's rows with the values, both made by `build`; gives how many rows that were."""
    names = _names(build)

    @lru_cache(SHAPES)
    def compiled(*shape: Any) -> tuple[str, str, tuple[Any, ...]]:
        rows, values = build(*shape, **{name: _Given(name) for name in names})
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return rows.db, *query.get_compiler(using=rows.db).as_sql()

    @wraps(build)
    def update(*shape: Any, **values: Any) -> int:
        alias, sql, params = compiled(*shape)
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, values, connection))
            return int(cursor.rowcount)

    return update


def insert(row: Saved) -> Saved:
    """Writes a new row, as `save` would without its signals, and gives it its id."""
    _insert(row, "")
    return row


def insert_once(row: Model) -> bool:
    """The same unless a like row is there already, by whatever is unique in its table; then False."""
    return _insert(row, "ON CONFLICT DO NOTHING ")


def _insert(row: Model, otherwise: str) -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insertion(type(row), otherwise)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection=connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        written = cursor.fetchone()
    if written:
        row.pk = written[0]
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return bool(written)


@cache
def _insertion(model: type[Model], otherwise: str) -> tuple[str, list[Any]]:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = [one for one in model._meta.local_concrete_fields if not one.primary_key]
    columns = ", ".join(quote(str(one.column)) for one in fields)
    places = ", ".join(["%s"] * len(fields))
    key = quote(str(model._meta.pk.column))
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) {otherwise}RETURNING {key}", fields  # noqa: S608  names only


def _names(build: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(build).parameters.items()
    return [name for name, one in parameters if one.kind is one.KEYWORD_ONLY]


def _filled(params: Iterable[Any], values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
    return tuple(_adapted(values[one.name], connection) if isinstance(one, _Given) else one for one in params)


class _Given(Expression):
    """The place of a value that comes with each call."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class _Compiled(Generic[Row]):
    """A queryset with its SQL. Django's own iterables read it, through a compiler that knows the answer already."""

    def __init__(self, queryset: QuerySet[Any, Row]) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # Django's own, unnamed in the stubs
            raise TypeError("A prepared query cannot prefetch: prepare the second query as well.")
        self.query, self.alias = queryset.query, queryset.db
        self.fields = queryset._fields  # type: ignore[attr-defined]  # as above
        self.read: Any = queryset._iterable_class
        self.compiler = self.query.get_compiler(using=self.alias)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:  # an empty list of inboxes, say
            self.sql = ""
        self.converters: dict[int, dict[int, Any]] = {}

    def rows(self, values: dict[str, Any]) -> list[Row]:
        if not self.sql:
            return []
        connection = connections[self.alias]
        params = _filled(self.params, values, connection)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        compiler.get_converters = self.converters_of
        query = copy.copy(self.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]  # only on this copy
        asked: Any = SimpleNamespace(
            db=self.alias, query=query, _known_related_objects={}, _fields=self.fields
        )
        return list(self.read(asked))

    def converters_of(self, columns: Any) -> dict[int, Any]:
        """How the values of the columns become Python's; asked with one list of columns, and always the same."""
        if len(columns) not in self.converters:
            self.converters[len(columns)] = type(self.compiler).get_converters(self.compiler, columns)
        return self.converters[len(columns)]


def _adapted(value: Any, connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
