"""What is known, in words: values, sources and grounds as a person says them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from manto.city.texts import Texts
from manto.residents.catalogue import Catalogue, FactKind, SourceKind, Value
from manto.residents.purposes import Purposes

texts = Texts.of_room("manto.residents")


def value_text(kind: FactKind, value: Value, language: str, places: Mapping[str, str]) -> str:
    """Say a value.

    Args:
        places: Names of districts and schools by their id; an id without a name is said as it is.

    """
    if value is None:
        return texts.say("fact.is_none", language)
    if isinstance(value, bool):
        return texts.say("fact.is_true" if value else "fact.is_false", language)
    if isinstance(value, date):
        return date_text(value, language)
    if kind.values:
        return kind.values[str(value)][language]
    if kind.form == "cents":
        return format_currency(Decimal(int(value)) / 100, "EUR", locale=language)
    if kind.form == "country":
        return str(Locale.parse(language).territories.get(str(value), value))
    if kind.form in ("centimetres", "percent"):
        return texts.say(f"fact.{kind.form}", language, number=value)
    if kind.form in ("district", "place"):
        return places.get(str(value), str(value))
    return format_decimal(value, locale=language) if isinstance(value, int) else str(value)


@lru_cache(maxsize=4096)
def date_text(day: date, language: str) -> str:
    """Say a day of the past, with its year and without its weekday.

    >>> date_text(date(2019, 3, 12), "en"), date_text(date(2019, 3, 1), "it")
    ('12 March 2019', '1º marzo 2019')
    """
    text = format_date(day, "d MMMM y", locale=language)
    return text.replace("1 ", "1º ", 1) if language == "it" and day.day == 1 else text


def source_text(catalogue: Catalogue, kind: str, ref: str, since: date, language: str) -> str:
    """Say from where a fact is known and since when: "From the civil register, since 12 March 2019"."""
    named = ref.partition("/")[0]  # of a record, its register
    if kind != SourceKind.OWN_WORD and named in catalogue.sources:
        source = catalogue.sources[named][language]
    else:
        source = texts.say(f"fact.{kind}", language, ref=ref)
    return texts.say("fact.since", language, source=source, day=date_text(since, language))


def basis_text(kind: FactKind, purposes: Purposes, language: str) -> str:
    """Say on what ground a fact is kept: the law, or the consent."""
    if kind.law is not None:
        return texts.say("fact.basis_law", language, law=kind.law[language])
    return texts.say("fact.basis_consent", language, purpose=purposes[str(kind.purpose)].title[language])
