"""Every sentence of the server stands in every language, with the same placeholders."""

from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from manto.city.folder import LANGUAGES_KNOWN
from manto.city.texts import Texts
from manto.kernel.errors import BadInput

MANTO = Path(str(files("manto")))
ROOMS = sorted(".".join(("manto", *path.parent.relative_to(MANTO).parts)) for path in MANTO.rglob("texts.yaml"))


def forms(text: object) -> list[str]:
    return [str(form) for form in text.values()] if isinstance(text, dict) else [str(text)]


def placeholders(text: object) -> set[str]:
    return {name for form in forms(text) for _, name, _, _ in Formatter().parse(form) if name}


def test_there_are_rooms_to_look_at() -> None:
    """An empty list would pass."""
    assert {"manto.assistant", "manto.places", "manto.residents", "manto.web"} <= set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_stands_in_every_language(room: str) -> None:
    """None is missing, none is empty, and each is filled with the same things."""
    texts = Texts.of_room(room)

    for key in texts:
        said = texts.everywhere(key)
        assert set(LANGUAGES_KNOWN) == set(said), f"{room} {key}: missing {set(LANGUAGES_KNOWN) - set(said)}"
        assert all(form.strip() for text in said.values() for form in forms(text)), f"{room} {key} is empty"
        assert placeholders(said["en"]) == placeholders(said["it"]), f"{room} {key}: other placeholders"


def test_a_text_without_language_is_told_by_its_key() -> None:
    """A comma in an unquoted text breaks it apart; the message names where."""
    with pytest.raises(BadInput, match=r"greeting\.morning"):
        Texts({"greeting": {"morning": "Good morning"}})


def test_a_key_that_yaml_reads_as_a_truth_is_refused() -> None:
    """A bare yes is none of the keys that anybody asks for."""
    with pytest.raises(BadInput, match="True"):
        Texts({"case": {True: {"en": "Yes", "it": "Sì"}}})
