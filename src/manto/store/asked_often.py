"""Questions that every page asks: their SQL is worked out once, and asked again with other values.

Django's own way of asking builds the statement anew each time, which costs ten times what SQLite takes to answer it.
A question here is still written with Django's tables, so a renamed column is an error at once; it is compiled when it
is first asked, with stand-ins in place of the values, and afterwards only the values are put in.

    OPEN_LINES = AskedOften(
        lambda of: Lookup.objects.filter(resident=of).order_by("-id").values_list("id", "reason"), of=models.UUIDField()
    )
    OPEN_LINES(of=resident_id)      # [(17, "…"), …]

Statement and values go to the database as two things, so a value is never read as SQL.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connections, models

_STAND_IN_DAY = date(1066, 10, 14)
_STAND_IN_NUMBER = 2**52


@dataclass(frozen=True)
class _Compiled:
    """A statement; where each of its parameters comes from; and how its columns are read.

    Attributes:
        parameters: The name of a value and the field that writes it, or a constant, in the statement's order.
        readers: For each column that needs it: its position, Django's converters and the expression they want.

    """

    sql: str
    parameters: tuple[tuple[str | None, Any], ...]
    readers: tuple[tuple[int, tuple[Any, ...], Any], ...]


class AskedOften:
    """A question with values left open.

    Args:
        ask: Takes the values, gives a query set that ends in ``values_list``. It is called once for each kind of
            database, with stand-ins, so it must not look at the values.
        values: The field that each value is compared with: ``UUIDField``, ``DateTimeField``, ``DateField``,
            ``CharField`` or ``BigIntegerField``.

    """

    def __init__(self, ask: Callable[..., models.QuerySet[Any, Any]], **values: models.Field[Any, Any]) -> None:
        self._ask = ask
        self._values = values
        self._compiled: dict[str, _Compiled] = {}
        self._lock = threading.Lock()

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """Ask; give the rows.

        Raises:
            KeyError: A value is missing.

        """
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self._compiled.get(connection.vendor) or self._compile(connection)
        parameters = [
            constant if name is None else constant.get_db_prep_value(values[name], connection)
            for name, constant in compiled.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, parameters)
            rows = cursor.fetchall()
        if not rows or not compiled.readers:
            return list(rows)
        return [_read(list(row), compiled, connection) for row in rows]

    def _compile(self, connection: Any) -> _Compiled:
        with self._lock:
            stand_ins = {name: _stand_in(field, at) for at, (name, field) in enumerate(self._values.items())}
            written = {
                self._values[name].get_db_prep_value(value, connection): name for name, value in stand_ins.items()
            }
            compiler = self._ask(**stand_ins).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            sources = tuple(
                (written[one], self._values[written[one]]) if one in written else (None, one) for one in parameters
            )
            unused = set(self._values) - {name for name, _ in sources}
            if unused:
                raise ValueError(f"The question does not ask for {', '.join(sorted(unused))}.")
            columns = [column[0] for column in compiler.select[: compiler.col_count]]
            readers = tuple(
                (position, tuple(converters), expression)
                for position, (converters, expression) in compiler.get_converters(columns).items()
            )
            self._compiled[connection.vendor] = compiled = _Compiled(sql, sources, readers)
            return compiled


def _read(row: list[Any], compiled: _Compiled, connection: Any) -> tuple[Any, ...]:
    """Turn what the database gave into what Django's fields give."""
    for position, converters, expression in compiled.readers:
        for convert in converters:
            row[position] = convert(row[position], expression, connection)
    return tuple(row)


def _stand_in(field: models.Field[Any, Any], at: int) -> Any:
    """Make a value of a field's kind that no statement holds by chance."""
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.DateTimeField):
        return datetime(1066, 10, 14, 9, at, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return _STAND_IN_DAY + timedelta(days=at)
    if isinstance(field, models.IntegerField):
        return _STAND_IN_NUMBER + at
    return f"stand-in-{uuid4()}"
