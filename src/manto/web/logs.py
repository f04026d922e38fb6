"""Log lines as JSON, made only of fields that are known to hold no personal data.

A line's message is a fixed sentence of ours; what varies stands in named fields, and a field that is not on the list
below is left out. An exception is named by its type and place: its text may quote what a resident wrote.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

FIELDS_KNOWN = (
    "request_id",
    "method",
    "route",
    "status",
    "milliseconds",
    "subscriber",
    "attempts",
    "error",
    "rows",
    "work",
    "port",
)


class JsonLine(logging.Formatter):
    """Writes one record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record's time, level, logger, message and known fields."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Other people's messages are taken without their arguments, which may hold anything.
            "message": record.getMessage() if record.name.startswith("manto") else str(record.msg),
        }
        line |= {name: getattr(record, name) for name in FIELDS_KNOWN if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])[-5:]]
        return json.dumps(line, ensure_ascii=False, default=str)
