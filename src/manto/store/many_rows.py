"""Inserting many rows: a thousand at a time, without an object for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BinaryField, BooleanField, CharField, IntegerField, Model, TextField

AS_THEY_ARE = (BinaryField, BooleanField, CharField, IntegerField, TextField)
"""Fields whose values every database takes as Python has them."""


def insert_rows(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one table. Runs inside a command.

    Args:
        rows: Values by field, each with the same fields; of a reference, the identifier that it refers to. What is left
            out is filled in by the database, not by the model.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    fields = [model._meta.get_field(name) for name in rows[0]]
    quote = connection.ops.quote_name
    columns, marks = ", ".join(quote(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    write = [None if isinstance(field, AS_THEY_ARE) else field.get_db_prep_save for field in fields]
    values = [
        [
            value if prepare is None else prepare(value, connection)
            for prepare, value in zip(write, row.values(), strict=True)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(into, values)
