"""What this room says: statuses, steps, faults and values in the languages of the city."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal
from django.conf import settings

from manto.city.texts import Texts
from manto.city.wording import time_text
from manto.records.proposal import Fault
from manto.records.record_type import RecordType, Words
from manto.records.reference import agencies, types
from manto.residents.wording import date_text

texts = Texts.of_room("manto.records")


def words_in(words: Words, language: str) -> str:
    """Give words in a language, or in English when it has none."""
    return str(words.get(language) or words["en"])


def fault_text(of: RecordType, fault: Fault, language: str) -> str:
    """Say what is wrong, with the field that it is about."""
    values = {name: _value_of_fault(of, name, value, language) for name, value in fault.values.items()}
    sentence = texts.say(f"fault.{fault.code}", language, **values)
    label = field_label(of, fault.field, language) if fault.field in of.fields else fault.field
    return f"{label}: {sentence}" if label else sentence


def _value_of_fault(of: RecordType, name: str, value: Any, language: str) -> str:
    if name == "register" and value in types():
        return words_in(types()[value].name, language)
    if name == "role":
        return role_text(str(value), language)
    if name == "kind":
        return step_text(str(value), language)
    if name == "status":
        return words_in(of.status[str(value)], language).lower()
    if name in ("until", "latest"):
        return date_text(date.fromisoformat(str(value)), language)
    return str(value)


def field_label(of: RecordType, name: str, language: str) -> str:
    """Say what a field is called."""
    return words_in(of.fields[name]["labels"], language)


def step_text(kind: str, language: str) -> str:
    """Say what a kind of statement does: issue, transfer, ..."""
    return texts.say(f"step.{kind}", language)


def role_text(role: str, language: str) -> str:
    """Say as what somebody signs."""
    key = f"signer.{role.replace('.', '_')}"
    return texts.say(key, language) if key in texts else role


def agency_text(agency: str, language: str) -> str:
    """Say what an agency is called; nothing for none."""
    found = agencies().get(agency)
    return words_in(found.name, language) if found is not None else agency


def status_text(of: RecordType, status: str, language: str) -> str:
    """Say how a record of a type stands."""
    return words_in(of.status[status], language)


def cause_text(of: RecordType, cause: str, language: str) -> str:
    """Say why it stands so; nothing when no cause is known."""
    found = of.causes.get(cause)
    return words_in(found.words, language) if found is not None else ""


def moment_day(at: datetime, language: str) -> str:
    """Say the day of a moment in the city."""
    return date_text(at.astimezone(settings.CITY.time_zone).date(), language)


def moment_text(at: datetime, language: str) -> str:
    """Say a moment in the city with its time of day."""
    local = at.astimezone(settings.CITY.time_zone)
    return texts.say("moment", language, day=date_text(local.date(), language), time=time_text(local))


def last_day(end: datetime, language: str) -> str:
    """Say the last day on which something holds that ends at a moment."""
    return moment_day(end - timedelta(seconds=1), language)


def value_text(field: Mapping[str, Any], value: Any, language: str) -> str:
    """Say the value of a field."""
    if isinstance(value, list):
        return "; ".join(_item_text(item) for item in value)
    if "values" in field:
        return words_in(field["values"].get(value, {"en": str(value)}), language)
    if field.get("format") == "date":
        return date_text(date.fromisoformat(value), language)
    if field.get("unit") == "cents":
        return format_currency(Decimal(int(value)) / 100, "EUR", locale=language)
    if field.get("unit") == "m2":
        return f"{format_decimal(value, locale=language)} m²"
    if field.get("unit") == "country":
        return str(Locale.parse(language).territories.get(str(value), value))
    return format_decimal(value, locale=language) if isinstance(value, int) else str(value)


def _item_text(item: Any) -> str:
    return f"{item['name']} {item['share']}" if isinstance(item, dict) else str(item)
