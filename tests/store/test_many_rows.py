"""Many rows at once: what comes back is what a model would have stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from manto.records.models import Record, SearchWord, StatementLine
from manto.store.many_rows import insert_rows
from manto.store.row_ids import new_id

AT = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
RECORD = {
    "name": "land-title/one",
    "register": "land-title",
    "subject": "one",
    "status": "active",
    "since": AT,
    "until": None,
    "head": bytes(range(32)),
    "cause": "",
    "grade": "legacy",
    "ran_out": False,
    "first_at": AT,
    "changed_at": AT,
}
LINE = {
    "hash": bytes(32),
    "index": 7,
    "kind": "issue",
    "status": "active",
    "cause": "",
    "reason": "",
    "law": "§ 1",
    "effective_at": AT,
    "recorded_at": AT,
    "signers": [{"agency": "land-registry", "roles": ["land.registrar"]}],
    "evidence": [],
    "restores": "",
    "derived": False,
}


@pytest.mark.django_db
def test_rows_come_back_as_they_were_given() -> None:
    """Moments, octets, JSON, references and nothing at all."""
    rows = [RECORD | {"id": new_id(), "name": f"land-title/{n}"} for n in range(3)]

    insert_rows(Record, rows)
    insert_rows(StatementLine, [LINE | {"record": rows[1]["id"]}])
    insert_rows(SearchWord, [{"record": row["id"], "word": "neri"} for row in rows])
    insert_rows(SearchWord, [])

    stored = Record.objects.get(id=rows[1]["id"])
    assert (stored.since, stored.until, bytes(stored.head), stored.ran_out) == (AT, None, RECORD["head"], False)
    line = stored.lines.get()
    assert (line.signers, line.evidence, line.index, bytes(line.hash)) == (LINE["signers"], [], 7, bytes(32))
    assert Record.objects.filter(words__word="neri").count() == 3
