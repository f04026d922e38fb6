"""How an expression may call a fact: by the catalogue's name, or by whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from manto.services.rules.language import Language

Owners = tuple[str, str]  # what the file calls the one decided about, and the member that a quantifier is at


def full_name(language: Language, owners: Owners, owner: str, path: Sequence[str]) -> str | None:
    """Give the catalogue's name of a fact, or none: ``child.birth`` is ``person.birth`` when the subject is a child."""
    if owner in ("person", *owners) and owner:
        name = f"person.{path[0]}" if len(path) == 1 else ".".join(path)
    else:
        name = ".".join([owner, *path])
    return name if name in language.symbols else None


def fact_names(language: Language, owners: Owners) -> list[str]:
    """List every way in which a fact may be called here."""
    people = sorted({"person", *owners} - {""})
    names = []
    for name in language.symbols:
        group, _, rest = name.partition(".")
        names += [f"{owner}.{rest}" for owner in people] if group == "person" else [name]
        if owners[1] and group != "person":
            names.append(f"{owners[1]}.{name}")
    return names
