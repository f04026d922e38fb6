"""What this room puts on the staff's desks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from manto.records.queries.desk import waiting_for
from manto.records.wording import texts
from manto.residents import desks
from manto.residents.roles import Role

OFFICERS = {Role.REGISTRAR, Role.CASE_OFFICER, Role.AGENCY_OFFICER}


def what_waits(clerk: desks.Clerk, now: datetime) -> Iterable[desks.Task]:
    """Give what an officer is to look over, to sign or to decide."""
    for line in waiting_for(clerk.account_id, clerk.language, now)[: desks.TASKS_OF_A_SOURCE_MAX]:
        yield desks.Task(line["kind"], line["subject"], line["title"], line["text"], None, line["href"])


desks.register_page("records", desks.Part.REGISTERS, OFFICERS, texts.title("desk.registers"))
desks.register_page("showings", desks.Part.REGISTERS, {Role.REGISTRAR, Role.CASE_OFFICER}, texts.title("desk.showings"))
desks.register_page("takeovers", desks.Part.REGISTERS, {Role.REGISTRAR}, texts.title("desk.takeovers"))
desks.register_tasks(OFFICERS, what_waits)
