"""What differs between two versions of a journey, and what is wrong with one, as one reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from manto.residents.reference import catalogue
from manto.services.journeys.checking import LANGUAGES, Mistake
from manto.services.journeys.differences import Change, changes
from manto.services.journeys.document import Document, fields_of
from manto.services.queries.fields import answer_text
from manto.services.wording import texts

WHOLE = {"title": "name", "sent/title": "sent_title", "sent/text": "sent_text"}


@dataclass(frozen=True)
class ToldChange:
    """One change in words.

    Attributes:
        kind: added, removed, moved or changed.
        where: The question that it is about, with its number in the newer version, or in the older where it is gone.
        step: That question's id; empty for the application as a whole.
        what: Which part of it.
        before: As it was; empty where there was nothing.
        after: As it would be.
        language: Of a text, the language it is in; empty for what is said in the reader's.

    """

    kind: str
    where: str
    step: str
    what: str
    before: str
    after: str
    language: str = ""


def tell_changes(before: Document, after: Document, language: str) -> list[ToldChange]:
    """Say what differs, question by question, each text in the language in which it differs."""
    told: list[ToldChange] = []
    for change in changes(before, after):
        where = _where(change.step, before, after, language)
        if not change.key:
            told.append(_whole(change, where, before, after, language))
        else:
            told += _parts(change, where, before, after, language)
    return told


def _where(step: str, before: Document, after: Document, language: str) -> str:
    for document in (after, before):
        for number, one in enumerate(document["steps"], 1):
            if step and one["id"] == step:
                return texts.say("journey.where.step", language, number=number, title=one["title"][language])
    return texts.say("journey.where.whole", language)


def _whole(change: Change, where: str, before: Document, after: Document, language: str) -> ToldChange:
    kind = "field" if change.field else "step"
    at = {"before": change.before, "after": change.after} if change.kind == "moved" else {}
    label = _label(change.field, (after, before), language) if change.field else ""
    what = texts.say(f"journey.change.{kind}_{change.kind}", language, label=label, **at)
    if change.kind == "moved":
        return ToldChange("moved", where, change.step, what, "", "")
    was, now = (_summary(one, language) for one in (change.before, change.after))
    return ToldChange(change.kind, where, change.step, what, was, now)


def _summary(one: Mapping[str, Any] | None, language: str) -> str:
    """Say what a step or a field is: its words, and the kind of answer."""
    if one is None:
        return ""
    if "fields" in one:
        return " · ".join([one["title"][language], *(_summary(field, language) for field in one["fields"])])
    return f"{one['label'][language]} ({texts.say('journey.type.' + one['type'], language)})"


def _parts(change: Change, where: str, before: Document, after: Document, language: str) -> Iterator[ToldChange]:
    for key, was, now, spoken in _texts_of(change):
        part = part_text(key, language, whole=not change.step)
        if change.field:
            label = _label(change.field, (after, before), language)
            part = texts.say("journey.change.of_field", language, label=label, part=part)
        if spoken and spoken != language:
            said = texts.say(f"journey.language.in_{spoken}", language)
            part = texts.say("journey.change.in_language", language, part=part, spoken=said)
        what = f"{part[:1].upper()}{part[1:]}"
        told_before, told_after = (
            one if spoken else value_text(key, one, document, language)
            for one, document in ((was, before), (now, after))
        )
        yield ToldChange(change.kind, where, change.step, what, told_before or "", told_after or "", spoken)


def _texts_of(change: Change) -> Iterator[tuple[str, Any, Any, str]]:
    """Take texts apart by language, and what is said in the end by its two texts: key, before, after, language."""
    pairs = [(change.key, change.before, change.after)]
    if change.key == "sent":
        pairs = [(f"sent/{key}", (change.before or {}).get(key), change.after.get(key)) for key in ("title", "text")]
    for key, was, now in pairs:
        if not any(isinstance(one, dict) and LANGUAGES[0] in one for one in (was, now)):
            yield key, was, now, ""
            continue
        for spoken in LANGUAGES:
            old, new = (was or {}).get(spoken), (now or {}).get(spoken)
            if old != new:
                yield key, old, new, spoken


def value_text(key: str, value: Any, document: Document, language: str) -> str:
    """Say what a part of a step or a field is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return texts.say(f"journey.value.{'yes' if value else 'no'}", language)
    if key == "when":
        return condition_text(value, document, language)
    if key == "type":
        return texts.say(f"journey.type.{value}", language)
    if key == "options":
        return "; ".join(_option(one, language) for one in value)
    if key == "fact" and value in catalogue().kinds:
        return catalogue()[value].label[language]
    if key in ("of", "from"):
        return texts.say(f"journey.value.{value}", language)
    return str(value)


def _option(option: Mapping[str, Any], language: str) -> str:
    """Say a choice with its hint, and in the other language too: what differs may be either."""
    said = [option["label"][language], *(option["label"][other] for other in LANGUAGES if other != language)]
    hints = [option["hint"][spoken] for spoken in LANGUAGES] if "hint" in option else []
    return " / ".join([*said, *hints])


def condition_text(condition: Mapping[str, Any], document: Document, language: str) -> str:
    """Say a condition: "“Diet” is Yes, for an allergy"."""
    for joined, word in (("all", "and"), ("any", "or")):
        if joined in condition:
            told = [condition_text(part, document, language) for part in condition[joined]]
            text = told[0]
            for other in told[1:]:
                text = texts.say(f"journey.{word}", language, one=text, other=other)
            return text
    if "not" in condition:
        inner = condition_text(condition["not"], document, language)
        return texts.say("journey.when.not", language, condition=inner)
    field = next((one for one in fields_of(document) if one["id"] == condition["field"]), None)
    compared = next(key for key in ("is", "in", "at_least") if key in condition)
    values = condition[compared] if compared == "in" else [condition[compared]]
    said = ", ".join(answer_text(field, value, language) if field else str(value) for value in values)
    label = field["label"][language] if field else condition["field"]
    return texts.say(f"journey.when.{compared}", language, label=label, value=said)


def part_text(key: str, language: str, *, whole: bool = False) -> str:
    """Name a part of a step, of a field or, where ``whole``, of the journey itself."""
    name = WHOLE.get(key, key.replace("/", "_")) if whole else key.split("/")[0]
    if f"journey.part.{name}" in texts:
        return texts.say(f"journey.part.{name}", language)
    return texts.say("journey.part.other", language, name=key)


def _label(field: str, documents: tuple[Document, ...], language: str) -> str:
    for document in documents:
        for one in fields_of(document):
            if one["id"] == field:
                return str(one["label"][language])
    return field


def tell_mistake(mistake: Mistake, document: Any, language: str) -> dict[str, Any]:
    """Say a mistake: where, what and why, and what to do."""
    spoken = mistake.given if mistake.code == "missing_text" else ""
    said = {
        "given": mistake.given,
        "part": part_text(mistake.key, language, whole=not mistake.step),
        "spoken": texts.say(f"journey.language.in_{spoken}", language) if spoken else "",
    }
    return {
        "step": mistake.step,
        "field": mistake.field,
        "key": mistake.key,
        "where": _place(mistake, document, language),
        "what": texts.say(f"journey.mistake.{mistake.code}.what", language, **said),
        "next_step": texts.say(f"journey.mistake.{mistake.code}.next", language),
        "near": mistake.near,
    }


def _place(mistake: Mistake, document: Any, language: str) -> str:
    if not mistake.step:
        return texts.say("journey.where.whole", language)
    step = document["steps"][mistake.step - 1]
    if not mistake.field:
        title = _words(step, "title", language)
        return texts.say("journey.where.step", language, number=mistake.step, title=title)
    label = _words(step["fields"][mistake.field - 1], "label", language)
    return texts.say("journey.where.field", language, number=mistake.step, label=label)


def _words(one: Any, key: str, language: str) -> str:
    """Say a text of what may not be in form; its name, where there is none."""
    words = one.get(key) if isinstance(one, dict) else None
    said = words.get(language) if isinstance(words, dict) else None
    return str(said or (one.get("id") if isinstance(one, dict) else "") or "?")
