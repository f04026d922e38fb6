"""What the editor's desk shows: imports, and why rows were left."""

from __future__ import annotations

from typing import Any

from manto.kernel.errors import NotFound
from manto.places.models import ImportRun
from manto.places.reasons import reason_text

IMPORTS_SHOWN = 100


def imports() -> list[dict[str, Any]]:
    """List the latest imports."""
    return [
        _facts(run) for run in ImportRun.objects.select_related("source").order_by("-started_at", "-id")[:IMPORTS_SHOWN]
    ]


def import_details(id_: int, language: str) -> dict[str, Any]:
    """Say what an import did, and in words why it left what it left.

    Raises:
        NotFound: There was no such import.

    """
    run = ImportRun.objects.select_related("source").filter(id=id_).first()
    if run is None:
        raise NotFound(f"There was no import {id_}.", "The desk lists those that there were.")
    left = [
        {"line": row.line, "reason": reason_text(row.reason, row.detail, language), "count": row.count}
        for row in run.left_rows.order_by("-count", "id")
    ]
    return {**_facts(run), "left": left}


def _facts(run: ImportRun) -> dict[str, Any]:
    names = ("id", "file", "kind", "taken", "unchanged", "changed", "withdrawn", "started_at", "seconds")
    return {
        **{name: getattr(run, name) for name in names},
        "source": run.source.name,
        "licence": run.source.licence,
        "left_count": run.left,
    }
