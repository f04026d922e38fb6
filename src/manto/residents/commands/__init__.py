"""Everything that can be done in this room; each function is one use case and one transaction."""

from manto.residents.commands.consents import grant_consent, withdraw_consent
from manto.residents.commands.contests import contest_fact, decide_contest
from manto.residents.commands.facts import (
    OWN_WORD,
    Source,
    correct_fact,
    end_fact,
    forget_expired_facts,
    record_fact,
    retract_fact,
)
from manto.residents.commands.from_records import Said, believe_record
from manto.residents.commands.own_word import take_back_own_word, tell_own_word
from manto.residents.commands.people import (
    appoint_guardian,
    choose_language,
    end_guardianship,
    form_household,
    join_household,
    leave_household,
    register_resident,
)

__all__ = [
    "OWN_WORD",
    "Said",
    "Source",
    "appoint_guardian",
    "believe_record",
    "choose_language",
    "contest_fact",
    "correct_fact",
    "decide_contest",
    "end_fact",
    "end_guardianship",
    "forget_expired_facts",
    "form_household",
    "grant_consent",
    "join_household",
    "leave_household",
    "record_fact",
    "register_resident",
    "retract_fact",
    "take_back_own_word",
    "tell_own_word",
    "withdraw_consent",
]
