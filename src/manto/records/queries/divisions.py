"""What an officer sees before she divides or joins: how much there is, and whose it is afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from manto.records import wording
from manto.records.commands.objections import leave_look
from manto.records.dividing import shares_after
from manto.records.divisions import type_and_rule, what_they_say
from manto.records.queries.views import the_record, title_of


def before_division(ids: Sequence[UUID], account_id: UUID, reason: str, language: str, now: datetime) -> dict[str, Any]:
    """Say how much some records are together and who owns what is made of them; their holders read who looked.

    Raises:
        BadInput: They are not of one type that can be divided.
    """
    records = [the_record(one) for one in ids]
    of, rule = type_and_rule(records)
    for one in ids:
        leave_look(one, reason=reason, now=now, account_id=account_id)
    said = what_they_say(records)
    field = of.fields[rule["field"]]

    def amount(number: int) -> dict[str, Any]:
        return {"amount": number, "amount_text": wording.value_text(field, number, language)}

    def source(record: Any, says: Mapping[str, Any]) -> dict[str, Any]:
        title = title_of(of, dict(says), language)
        return {"id": record.id, "title": title, "owners": says[rule["shares"]], **amount(says[rule["field"]])}

    return {
        "sources": [source(*one) for one in zip(records, said, strict=True)],
        "owners": shares_after(said, rule["field"], rule["shares"]),
        **amount(sum(says[rule["field"]] for says in said)),
    }
