"""File titles in a ledger until somebody kills this process; print each record after its promise.

python filing_until_killed.py FOLDER ROUND
"""

from __future__ import annotations

import sys
from pathlib import Path

from test_records_ledger import PAOLO, Desk

from manto.ledger.statements import Kind


def main() -> None:
    """File ever more."""
    desk = Desk(Path(sys.argv[1]))
    print("open", flush=True)
    for n in range(10_000):
        records = [f"land-title/{sys.argv[2]}-{n}-{k}" for k in range(3)]
        statements = [desk.paper.statement(record, Kind.ISSUE, holders=(PAOLO,)) for record in records]
        desk.ledger.file([desk.paper.signed(statement, "registrar") for statement in statements])
        print("\n".join(records), flush=True)


if __name__ == "__main__":
    main()
