"""Filling in a certificate from a record and its paper."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from babel.dates import format_datetime
from django.conf import settings

from manto.ledger.paper import written
from manto.records import wording
from manto.records.commands.issuing import Paper
from manto.records.papers.certificate import Sheet, texts
from manto.records.queries import record_view


def page_address() -> str:
    """Say where papers are checked."""
    return f"{settings.PUBLIC_URL}/verify"


def code_texts(paper: Paper) -> list[str]:
    """Write out the codes that prove the record: one or two."""
    return [written(code, page_address()) for code in paper.main]


def absent_texts(paper: Paper) -> list[str]:
    """Write out the codes that prove what there is none of."""
    return [written(code, page_address()) for _, code in paper.absent]


def sheet_of(record_id: UUID, paper: Paper, language: str, now: datetime) -> Sheet:
    """Fill in the sheet of a record."""
    view = record_view(record_id, language, now)
    as_of = moment_text(datetime.fromtimestamp(paper.as_of_s, UTC), language)
    values = {one.name: (one.label, one.text) for one in view.fields}
    rows = [values[name] for name in view.face if name in values]
    none = texts.say("certificate.absent", language, as_of=as_of)
    rows += [(wording.words_in(of.name, language), none) for of, _ in paper.absent]
    standing = texts.say("certificate.since", language, status=view.status_text, day=view.since_text)
    return Sheet(
        language=language,
        city=settings.CITY.name[language],
        title=view.face_title,
        record=view.name,
        standing=f"{standing}. {view.why}" if view.why else standing,
        valid=view.valid,
        office=view.agency,
        rows=rows,
        as_of=as_of,
        printed=moment_text(now, language),
        page=page_address(),
        codes=code_texts(paper),
        more_codes=absent_texts(paper),
    )


def moment_text(at: datetime, language: str) -> str:
    """Say a moment with its day and its hour, as the city's clocks show it."""
    return format_datetime(at, "d MMMM y, H.mm", tzinfo=settings.CITY.time_zone, locale=language)
