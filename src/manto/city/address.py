"""How the city's Italian addresses its readers: with ``tu``, as the texts are written, or with ``lei``.

A sentence that differs when it says Lei has a second Italian text beside its first, under ``it-lei``; one that
addresses nobody has none and serves both. A city speaks in one form, so it is set once, when its folder is read.

    {en: "Your applications", it: "Le tue domande", it-lei: "Le sue domande"}
"""

from __future__ import annotations

from typing import Any

TU, LEI = "tu", "lei"
FORMS = (TU, LEI)
IT_LEI = "it-lei"


class _Spoken:
    form = TU


def speak_with(form: str) -> None:
    """Address all readers in this form from now on: one of ``FORMS``."""
    _Spoken.form = form


def in_the_form(node: Any) -> Any:
    """Copy words by language, or a document full of them, with its Italian in the form that the city speaks.

    >>> in_the_form({"title": {"it": "Le tue domande", "it-lei": "Le sue domande"}})
    {'title': {'it': 'Le tue domande'}}
    """
    if isinstance(node, list):
        return [in_the_form(one) for one in node]
    if not isinstance(node, dict):
        return node
    spoken = {key: in_the_form(value) for key, value in node.items() if key != IT_LEI}
    if _Spoken.form == LEI and IT_LEI in node:
        spoken["it"] = node[IT_LEI]
    return spoken
