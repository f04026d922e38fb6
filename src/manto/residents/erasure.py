"""Erasing somebody, so that nothing of her is left: not in the tables, and not in the bytes under them.

1. In one transaction every room removes its part, then sign-in, sessions and the events about her go.
2. The receipt says what was removed from where and that it was this very resident, without saying who: it holds a
   hash over her identifier and a salt, and the salt goes to her alone.
3. Mail that was written to files, where no mail server is set, is removed.
4. SQLite overwrites what it deletes (``secure_delete``); then its write-ahead log is emptied into the database.
   PostgreSQL frees the rows by VACUUM; their bytes may stay in a page until it is filled again, and in its own
   write-ahead log until that is recycled. ``scrub(thorough=True)`` rewrites the tables, for a quiet hour; after it
   no byte is left in the database's own files, which tests/residents/canary_city.py reads.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection

from manto.residents.city_key import receipt_key
from manto.residents.commands.lookups import forget_seen
from manto.residents.commands.people import the_resident
from manto.residents.held_here import addresses_of
from manto.residents.models import Erasure
from manto.residents.personal_data import parts
from manto.residents.receipts import Receipt, sign_receipt
from manto.store.command import command
from manto.store.outbox import forget_subject

CHECKPOINT_TRIES = 40
CHECKPOINT_PAUSE_S = 0.05


@dataclass(frozen=True)
class Erased:
    """What is left of somebody.

    Attributes:
        receipt: Signed by the city; anybody may see it.
        salt: For her alone: with it and her former identifier anyone can see that the receipt is hers.
        addresses: Where mail went, so that its files can be removed; never stored.

    """

    erasure_id: int
    receipt: Receipt
    salt: str
    addresses: frozenset[str]


def erase_and_scrub(resident_id: UUID, *, now: datetime) -> dict[str, Any]:
    """Erase a resident in the tables and in the bytes under them; gives her receipt and its salt.

    Raises:
        NotFound: No such resident.

    """
    erased = erase_resident(resident_id, now=now)
    forget_mail(erased.addresses)  # (3)
    scrub(now=now)  # (4)
    return {"receipt": erased.receipt, "salt": erased.salt}


@command
def erase_resident(resident_id: UUID, *, now: datetime) -> Erased:
    """Remove everything that any room holds about a resident (1) and write the receipt (2).

    Raises:
        NotFound: No such resident.

    """
    resident = the_resident(resident_id)
    addresses = addresses_of(resident.account) if resident.account else set()
    removed = {part.room: part.erase(resident_id) for part in parts()}
    removed["events"] = forget_subject(str(resident_id))
    forget_seen(resident_id)
    salt = secrets.token_hex(32)
    receipt = sign_receipt(
        {
            "schema": "manto-erasure-receipt-1",
            "controller": settings.CITY.id,
            "erased_at": now.isoformat(),
            "commitment": commitment(resident_id, salt),
            "rows_removed": removed,
            "public_key": f"{settings.PUBLIC_URL}/api/v1/receipt-key",
        },
        receipt_key(),
    )
    erasure = Erasure.objects.create(commitment=commitment(resident_id, salt), erased_at=now, receipt=receipt)
    return Erased(erasure.id, receipt, salt, frozenset(addresses))


def commitment(resident_id: UUID, salt: str) -> str:
    """Bind a receipt to a resident without naming her: SHA-256 over salt and identifier."""
    return hashlib.sha256(f"{salt}:{resident_id}".encode()).hexdigest()


def forget_mail(addresses: frozenset[str]) -> int:
    """Remove the mail files to these addresses, where mail is written to files; say how many."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or settings.HOME / "mail")
    removed = 0
    for file in folder.glob("*") if addresses and folder.is_dir() else ():
        text = file.read_text(errors="replace").lower()
        if any(address in text for address in addresses):
            file.unlink()
            removed += 1
    return removed


def scrub(*, now: datetime, thorough: bool = False) -> bool:
    """Make sure that what was erased is gone from the files too.

    Args:
        now: The moment, kept with each erasure once its bytes are gone.
        thorough: Rewrite the tables (PostgreSQL: VACUUM FULL; SQLite: VACUUM), which locks them meanwhile.

    Returns:
        Whether it is done; not while somebody reads an older state of a SQLite database, or inside a transaction.
        The next erasure, or the nightly ``manto forget``, does it then.

    """
    if connection.in_atomic_block:
        return False
    done = _scrub_postgresql(thorough) if connection.vendor == "postgresql" else _scrub_sqlite(thorough)
    if done:
        _mark_scrubbed(now=now)
    return done


def _scrub_sqlite(thorough: bool) -> bool:
    with connection.cursor() as cursor:
        if thorough:
            cursor.execute("VACUUM")
        for _ in range(CHECKPOINT_TRIES):
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                return True
            time.sleep(CHECKPOINT_PAUSE_S)
    return False


def _scrub_postgresql(thorough: bool) -> bool:
    """Free the rows; the statistics quote values of columns, so they are gathered anew and their table is last."""
    how = "VACUUM (FULL, ANALYZE)" if thorough else "VACUUM (ANALYZE)"
    labels = {label for part in parts() for label in part.apps} | {"store"}
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if _is_in(labels, model)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"{how} {connection.ops.quote_name(table)}")
        cursor.execute("VACUUM (FULL) pg_catalog.pg_statistic" if thorough else "VACUUM pg_catalog.pg_statistic")
    return True


def _is_in(labels: set[str], model: Any) -> bool:
    return bool(model._meta.app_label in labels and model._meta.managed)


@command
def _mark_scrubbed(*, now: datetime) -> None:
    Erasure.objects.filter(scrubbed_at__isnull=True).update(scrubbed_at=now)
