"""Dividing records and joining them: who has how much of what, before and afterwards. Pure.

A parcel of 94 m² that two own by halves is 47 m² of each, however it is divided; two parcels that are joined are held by
the owners of both, each for as much as she brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Fields = Mapping[str, Any]


def parts_of(records: Sequence[Fields], field: str, shares: str) -> dict[str, Fraction]:
    """Say how much of a quantity belongs to each who is named in some records.

    >>> parts_of([{"area": 94, "owners": [{"name": "Ada", "share": "1/2"}, {"name": "Ugo", "share": "1/2"}]}], "area", "owners")
    {'Ada': Fraction(47, 1), 'Ugo': Fraction(47, 1)}
    """
    parts: dict[str, Fraction] = {}
    for record in records:
        for party in record[shares]:
            parts[party["name"]] = parts.get(party["name"], Fraction(0)) + record[field] * Fraction(party["share"])
    return parts


def shares_after(records: Sequence[Fields], field: str, shares: str) -> list[dict[str, str]]:
    """Give the parties of what begins when some records end: each with the share that she has in all of them together.

    >>> shares_after([{"area": 60, "owners": [{"name": "Ada", "share": "1/1"}]},
    ...               {"area": 40, "owners": [{"name": "Ugo", "share": "1/1"}]}], "area", "owners")
    [{'name': 'Ada', 'share': '3/5'}, {'name': 'Ugo', 'share': '2/5'}]
    """
    whole = sum(record[field] for record in records)
    parts = {name: part / whole for name, part in parts_of(records, field, shares).items()}
    return [{"name": name, "share": f"{share.numerator}/{share.denominator}"} for name, share in parts.items()]
