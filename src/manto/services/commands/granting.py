"""What a machine may do with an application: explain it, and grant what is certain. It refuses nothing."""

from __future__ import annotations

from datetime import datetime

from manto.residents.commands.lookups import city_day
from manto.residents.models import Resident
from manto.services.commands.moving import move_case, procedure_of
from manto.services.commands.ranking import put_on_list
from manto.services.explaining import explain
from manto.services.knowing import known_case
from manto.services.models import Case
from manto.services.reference import the_service
from manto.services.rules.deciding import State
from manto.services.wording import texts

DECLARED = "declared"


def grant_what_is_certain(case: Case, *, now: datetime) -> Case:
    """Keep what the rule says of a case that was sent, and grant it where its table lets a machine do so.

    A declared service holds from its declaration; a decided one when the rule says yes and nothing is left to confirm.
    Everything else waits for a person.
    """
    known = known_case(case.subject_id, now, proactively=False, asked_by=case.applicant_id)
    case.explanation = explain(case.service, known, city_day(now), recorded=True)
    case.save()
    put_on_list(case, now=now)
    table = procedure_of(case)
    if "granted" not in table.choices(case.state, "machine"):
        return case
    certain = (
        case.explanation is not None and case.explanation["value"] == State.YES and not case.explanation["to_confirm"]
    )
    if table.id != DECLARED and not certain:
        return case
    language = Resident.objects.get(id=case.subject_id).language
    reason = texts.say("explain.machine" if certain else "explain.declared", language)
    return move_case(case, "granted", "machine", now=now, reason=reason, law=the_service(case.service).law[language])
