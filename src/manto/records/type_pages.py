"""A page of documentation for each record type, made from its data, so that it cannot say anything else. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from manto.records.record_type import DerivedRule, RecordType, Told

MADE = "<!-- Made from the type's data by `manto records pages`; change src/manto/records/types, not this page. -->"
GROUPS = {"holders": "all who hold it", "new-holders": "all who are to hold it"}


def page_of(of: RecordType, types: Mapping[str, RecordType]) -> str:
    """Write the page of one type, in Markdown."""
    parts = [
        f"{MADE}\n\n# {of.name['en']} · {of.name['it']}",
        f"{of.about['en']}\n\n*{of.about['it']}*",
        _in_short(of),
        "## What it says",
        _table(["field", "English", "Italiano", "must", "found by"], _fields(of)),
        "## Who signs",
        _table(["step", "signed by", "besides"], _steps(of, types)),
    ]
    if of.rules:
        parts += ["## What else is checked", "\n".join(f"- {_rule(rule)}" for rule in of.rules)]
    if of.derived:
        parts += ["## What other records do to it", "\n".join(f"- {_derived(rule, types)}" for rule in of.derived)]
    if of.tells:
        rows = [[f"`{told.fact}`", f"the {told.of}", _told(told)] for told in of.tells]
        parts += ["## What the city knows from it, as long as it is active", _table(["fact", "of", "value"], rows)]
    if of.causes:
        rows = [[code, cause.words["en"], cause.words["it"], "for good" if cause.final else ""]
                for code, cause in of.causes.items()]  # fmt: skip
        parts += ["## Why it may stand otherwise", _table(["cause", "English", "Italiano", ""], rows)]
    rows = [[status, words["en"], words["it"]] for status, words in of.status.items()]
    parts += ["## How it can stand", _table(["status", "English", "Italiano"], rows)]
    return "\n\n".join(parts) + "\n"


def index_of(types: Iterable[RecordType]) -> str:
    """Write the page that lists the types."""
    rows = [[f"[{of.name['en']}]({of.id}.md)", of.name["it"], of.about["en"], of.publicity.level]
            for of in sorted(types, key=lambda of: (of.is_attached, of.id))]  # fmt: skip
    return (
        "\n\n".join(
            [
                f"{MADE}\n\n# Record types",
                "Each is a folder of data: `schema.json` and `type.yaml`. A city adds one of its own, or puts one in place of"
                " these, in `records/types/` of its folder; no code is needed. [The records room](../../ideas/records-room.md)"
                " says what a type may say.",
                _table(["type", "Italiano", "what it is", "publicity"], rows),
            ]
        )
        + "\n"
    )


def _in_short(of: RecordType) -> str:
    names: dict[tuple[str, ...], str] = {
        ("holder",): "one for each person, in this register alone",
        ("attached",): "the record that it is attached to: " + ", ".join(of.attached_to),
        ("random",): "at random",
    }
    named = names.get(of.subject, f"its {' and '.join(of.subject)}; a second of the same is refused")
    retention = "as long as the register" if of.retention.years is None else f"{of.retention.years} years after its end"
    erased = "; erased when its holder asks" if of.retention.erasable else ""
    open_fields = f"; open to all: {', '.join(of.publicity.open_fields)}" if of.publicity.open_fields else ""
    bit = "; anybody may ask whether it is in force, and hears yes or no" if of.publicity.one_bit else ""
    rows = [
        ["agency", of.agency],
        ["named after", named],
        ["issued again once ended", "yes" if of.again else "no"],
        ["ends by itself", f"at the end of `{of.until}`" if of.until else "no"],
        ["who may know", f"{of.publicity.level}{open_fields}{bit}. {of.publicity.law['en']}"],
        ["kept", f"{retention}{erased}. {of.retention.law['en']}"],
        ["on paper", f"{of.face.title['en']}: {', '.join(of.face.fields)}"],
    ]
    return _table(["", ""], rows)


def _fields(of: RecordType) -> list[list[str]]:
    required = of.schema.get("required", ())
    return [
        [f"`{name}`", field["labels"]["en"], field["labels"]["it"], "yes" if name in required else "",
         "yes" if field.get("search") else ""]
        for name, field in of.fields.items()
    ]  # fmt: skip


def _steps(of: RecordType, types: Mapping[str, RecordType]) -> list[list[str]]:
    rows = []
    for kind, step in of.life.items():
        besides = [f"needs {_name(one, types)}" for one in step.needs]
        besides += [f"blocked by {_name(one, types)}" for one in step.blocked_by]
        besides += ["a second pair of eyes"] if step.eyes > 1 else []
        besides += [f"a holder who did not sign may object for {step.window_hours} hours"] if step.window_hours else []
        besides += [f"{step.notice_days} days of notice"] if step.notice_days else []
        besides += [f"must say {', '.join(step.requires)}"] if step.requires else []
        besides += ["its holder is not told"] if step.secret else []
        rows.append([kind, signed_by(step.sign), "; ".join(besides)])
    return rows


def signed_by(expression: list[Any]) -> str:
    """Say in words who must sign.

    >>> signed_by(["any", ["all", ["role", "notary"], ["holders"]], ["role", "court"]])
    '(notary and all who hold it) or court'
    """
    match expression:
        case ["role", str(role)]:
            return role
        case ["role", str(role), int(count)]:
            return f"{count} × {role}"
        case ["all" | "any" as word, *branches]:
            inner = [f"({signed_by(one)})" if one[0] in ("all", "any") else signed_by(one) for one in branches]
            return (" and " if word == "all" else " or ").join(inner)
    return GROUPS.get(expression[0], str(expression[0]))


def _told(told: Told) -> str:
    value = f"`{told.field}`" if told.field else str(told.value).lower()
    return value + "".join(f", where `{field}` is {wanted}" for field, wanted in told.where.items())


def _rule(rule: Mapping[str, Any]) -> str:
    settings = {key: value for key, value in rule.items() if key not in ("rule", "law")}
    law = f" ({rule['law']['en']})" if "law" in rule else ""
    return f"`{rule['rule']}`: {', '.join(f'{key} {value}' for key, value in settings.items())}{law}"


def _derived(rule: DerivedRule, types: Mapping[str, RecordType]) -> str:
    kinds = " or ".join(sorted(kind.replace("_", " ") for kind in rule.kinds))
    how = "happens by itself" if rule.automatic else "an officer decides"
    after = f" after {rule.after_days} days" if rule.after_days else ""
    hours = f", within {rule.delay_hours_max} hours at an hour drawn at random" if rule.delay_hours_max else ""
    why = f" ({rule.cause or rule.ends_cause})" if rule.cause or rule.ends_cause else ""
    return f"{_name(rule.register, types)}: {kinds} → **{rule.do}**{why}{after}{hours}; {how}. {rule.law['en']}"


def _name(register: str, types: Mapping[str, RecordType]) -> str:
    return types[register].name["en"].lower() if register in types else register


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
