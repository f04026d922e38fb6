"""Files that are handed in with an application.

1. What a file is, its first bytes say, not its name: PDF, JPEG and PNG are taken.
2. It is kept in the database: erasure, export and backup then reach it without a second rule.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, UnknownName
from manto.services.commands.applications import own_case
from manto.services.models import Document
from manto.store.command import command

SIZE_MAX = 5 * 2**20
PER_CASE_MAX = 12
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@command
def add_document(
    case_id: UUID, field: str, *, name: str, content: bytes, applicant_id: UUID, now: datetime
) -> Document:
    """Hand in a file for a field; a new one takes the place of the old.

    Raises:
        NotFound: No such application of hers.
        UnknownName: The journey has no such field for a file.
        Conflict: The application was sent already.
        BadInput: Too large, empty, or none of PDF, JPEG and PNG.

    """
    case = own_case(case_id, applicant_id)
    fields = [one["id"] for step in case.journey.document["steps"] for one in step["fields"] if one["type"] == "file"]
    if field not in fields:
        raise UnknownName("field for a file", field, fields)
    if case.state not in ("draft", "to_complete"):
        raise Conflict("This application was sent already.", "Its page says where it stands.")
    media_type = media_type_of(content)
    Document.objects.filter(case=case, field=field).delete()
    if Document.objects.filter(case=case).count() >= PER_CASE_MAX:
        raise BadInput(f"An application takes {PER_CASE_MAX} files.", "Remove one first.")
    document: Document = Document.objects.create(
        case=case,
        field=field,
        name=plain_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        added_at=now,
    )
    case.answers = {**case.answers, field: document.name}
    case.revision += 1
    case.save()
    return document


@command
def remove_document(case_id: UUID, field: str, *, applicant_id: UUID) -> None:
    """Take a file back that was handed in for a field.

    Raises:
        NotFound: No such application of hers.
        Conflict: It was sent already.

    """
    case = own_case(case_id, applicant_id)
    if case.state not in ("draft", "to_complete"):
        raise Conflict("This application was sent already.", "Its page says where it stands.")
    Document.objects.filter(case=case, field=field).delete()
    case.answers = {name: value for name, value in case.answers.items() if name != field}
    case.revision += 1
    case.save()


def media_type_of(content: bytes) -> str:
    """Say what a file is by its first bytes (1).

    Raises:
        BadInput: Too large, or nothing that is taken.

    """
    if len(content) > SIZE_MAX:
        raise BadInput("This file is too large.", f"Hand in one of at most {SIZE_MAX // 2**20} MB.")
    for beginning, media_type in KINDS.items():
        if content.startswith(beginning):
            return media_type
    raise BadInput("This file is none of PDF, JPEG and PNG.", "Take a photograph of the paper, or save it as PDF.")


def plain_name(name: str) -> str:
    """Give a file's name without folders and signs that a system might act on, at most 120 letters.

    >>> plain_name("../../etc/certificato medico.pdf")
    'certificato medico.pdf'
    """
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[^\w .()-]", "_", last).strip(" .")[-120:] or "file"
