"""What the city says, in every language side by side.

Each room keeps its sentences in ``texts.yaml``: a key, then one text for each language, so that a clerk reviews them
next to each other and no sentence stands in code. A text that counts something has forms by CLDR plural category.
Where the Italian addresses the reader, ``it-lei`` holds its second form; ``manto.city.address`` says when it is said.

    offer:
      near: {en: "{metres} m from you.", it: "A {metres} m da te."}
      places: {en: {one: "{count} place", other: "{count} places"}, it: {one: "{count} luogo", other: "{count} luoghi"}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale

from manto.city.address import IT_LEI, in_the_form
from manto.city.folder import LANGUAGES_KNOWN
from manto.kernel.errors import BadInput, UnknownName


class Texts:
    """A room's sentences.

    >>> texts = Texts({"near": {"en": "{metres} m from you.", "it": "A {metres} m da te."}})
    >>> texts.say("near", "it", metres=60)
    'A 60 m da te.'
    """

    def __init__(self, catalogue: dict[str, Any]) -> None:
        self._texts = dict(_flatten(catalogue))

    @classmethod
    def of_room(cls, package: str) -> Texts:
        """Read the ``texts.yaml`` that lies in a room's package."""
        return cls(yaml.load(files(package).joinpath("texts.yaml").read_bytes(), Loader=yaml.CSafeLoader))

    def say(self, key: str, language: str, **values: Any) -> str:
        """Say a sentence in a language; ``count`` among the values picks the plural form.

        Raises:
            UnknownName: No sentence has this key.

        """
        words = self.everywhere(key)
        text = words[language if language in words else "en"]
        if isinstance(text, dict):
            form = Locale.parse(language).plural_form(values["count"])
            text = text.get(form, text["other"])
        return str(text).format(**values)

    def title(self, key: str) -> Callable[[str], str]:
        """Give a function that says a sentence in the language it is given: for whoever words things later."""
        return lambda language: self.say(key, language)

    def everywhere(self, key: str) -> dict[str, Any]:
        """Give a sentence in all its languages, unformatted, its Italian in the form that the city speaks.

        Raises:
            UnknownName: No sentence has this key.

        """
        if key not in self._texts:
            raise UnknownName("text", key, self._texts)
        return dict(in_the_form(self._texts[key]))

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._texts))


def _flatten(node: dict[str, Any], path: str = "") -> Any:
    """Walk down to the nodes whose keys are languages."""
    for key, value in node.items():
        if not isinstance(key, str):  # YAML reads a bare yes or no as a truth
            raise BadInput(f"Below '{path}' stands the key {key!r}, which is no text.", "Put it in quotes.")
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict) and value and set(value) <= {*LANGUAGES_KNOWN, IT_LEI}:
            yield here, value
        elif not isinstance(value, dict):
            raise BadInput(f"The text '{here}' has no language.", "Give it an 'en' and an 'it', in quotes.")
        else:
            yield from _flatten(value, here)
