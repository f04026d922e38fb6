"""Proofs: what anyone can check without asking the city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import NotAllowed
from manto.ledger.bodies.commitments import Commitments
from manto.ledger.log.policy import Policy
from manto.records import node, vault
from manto.records.drawing_up import opened_body
from manto.records.models import Record
from manto.records.proposal import Standing
from manto.records.queries.views import the_record
from manto.records.reference import types


def proof_bundle(record_id: UUID, shown: Sequence[str] = (), *, with_authority: bool = True) -> bytes:
    """Prove how a record stands, showing those fields of it that are named: a file for `manto verify` and the browser.

    Raises:
        NotFound: There is no such record, or no such field.
        Unavailable: Another process of the city has the ledger; ask again.
    """
    record = the_record(record_id)
    said = disclosures(record)
    disclosed = [said.disclose(name) for name in shown] if said is not None else []
    return node.ledger().bundle(record.name, shown=disclosed, with_authority=with_authority).to_bytes()


def absence_bundle(name: str) -> bytes:
    """Prove that there is no such record, or how it stands: no lien on this parcel."""
    return node.ledger().bundle(name).to_bytes()


def disclosures(record: Any) -> Commitments | None:
    """Give what a record says with the salts of its fields, so that one can be shown; None when it was erased."""
    body = opened_body(record)
    return None if body is None else body.commitments


def trusted_policy() -> Policy:
    """Give the log's key and witnesses, against which proofs of this city are checked."""
    return node.ledger().policy


def stands_today(register: str, thing: str, now: datetime) -> bool:
    """Say one bit: whether the record attached to a thing is in force, as "insured today?" asks.

    Args:
        register: The attached type, such as insurance.
        thing: The plate or number by which the thing is found; it is not kept.

    Raises:
        NotAllowed: The type does not let anybody ask.
    """
    of = types()[register]
    if not of.publicity.one_bit:
        raise NotAllowed(f"Not everybody may ask this of a {of.name['en'].lower()}.", "Ask its holder to show it.")
    word = vault.name_of("search", "".join(thing.casefold().split()))
    subjects = Record.objects.filter(register__in=of.attached_to, words__word=word).values_list("subject", flat=True)
    attached = Record.objects.filter(register=register, subject__in=list(subjects)[:1])
    return any(Standing(one.status, one.until).is_in_force(now) for one in attached)
