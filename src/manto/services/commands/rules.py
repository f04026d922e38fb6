"""Publishing rules, and keeping every version that ever decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict
from manto.services import rulebook
from manto.services.models import RuleOrigin, RuleVersion
from manto.services.rules.service import Service, Version
from manto.services.rules.trying import try_examples
from manto.store.command import command


@command
def archive_rules(*, now: datetime) -> int:
    """Keep every version of the files, so that what they decided can be explained after they have changed.

    Returns:
        How many had not been kept yet.

    """
    known = set(RuleVersion.objects.values_list("hash", flat=True))
    new = [
        _row(service, version, RuleOrigin.FOLDER, now=now)
        for service in rulebook.services_of_files()
        for version in service.versions
        if version.hash not in known
    ]
    RuleVersion.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@command
def publish_rule(
    service: Service,
    version: Version,
    text: str,
    *,
    account_id: UUID,
    dry_run: dict[str, Any],
    today: date,
    now: datetime,
) -> RuleVersion:
    """Let a version decide from its day on; what was decided before stays as it was decided.

    Args:
        service: As it stands now.
        version: As it was read from the text.
        text: The version as its author wrote it.
        account_id: Who publishes it.
        dry_run: What it does to the city, in counts that may be shown.
        today: The city's day.
        now: The moment.

    Raises:
        BadInput: It would decide about days that are past.
        Conflict: A later version is in force already, or the tests of the service fail with it.

    """
    if version.valid_from <= today:
        raise BadInput(
            "A new rule cannot begin today or before.", "What was decided stays; write a later day behind 'from:'."
        )
    newest = service.versions[-1].valid_from
    if version.valid_from <= newest:
        raise Conflict(
            f"A version from {newest.isoformat()} is published already.", "A later law begins later: write a later day."
        )
    changed = Service(service.id, service.title, service.subject, (*service.versions, version), service.examples)
    failures = try_examples(changed, rulebook.language())
    if failures:
        raise Conflict(
            f"A test of the service fails with it: {failures[0].example.name}, {failures[0].said}.",
            "Change the rule, or change the test in the service's file first.",
        )
    row = _row(service, version, RuleOrigin.DESK, now=now)
    row.text, row.published_by_id, row.dry_run = text, account_id, dry_run
    row.save(force_insert=True)
    return row


def _row(service: Service, version: Version, origin: Any, *, now: datetime) -> RuleVersion:
    return RuleVersion(
        hash=version.hash,
        service=service.id,
        subject=service.subject,
        valid_from=version.valid_from,
        text=rulebook.text_of(version),
        origin=origin,
        published_at=now,
    )
