"""The page that explains the language tells the truth."""

import re
from pathlib import Path

import pytest

from manto.services.rules.functions import FUNCTIONS
from manto.services.rules.parameters import TYPES
from manto.services.rules.parsing import parse
from manto.services.rules.quantifiers import QUANTIFIERS
from manto.services.rules.reading import CONDITION_KEYS, VERSION_KEYS, read_service
from manto.services.rules.tree import MEMBERS
from manto.services.rules.trying import try_examples

PAGE = (Path(__file__).parents[3] / "docs" / "ideas" / "rules.md").read_text()


def test_the_example_on_the_page_is_read_and_its_tests_pass(language):
    """Word for word, as an author would copy it."""
    text = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
    text = text.replace("valletta-valsecchi", "lunetta")

    service = read_service(text, "docs/ideas/rules.md", language)

    assert (len(service.examples), [failure.said for failure in try_examples(service, language)]) == (2, [])


@pytest.mark.parametrize("word", [*FUNCTIONS, *QUANTIFIERS, *MEMBERS, *TYPES, *CONDITION_KEYS, *VERSION_KEYS])
def test_every_word_of_the_language_is_on_the_page(word):
    """Functions, members, types and keys."""
    assert re.search(rf"\b{word}\b", PAGE)


@pytest.mark.parametrize("shape", [shape for _, _, shape in FUNCTIONS.values()])
def test_the_examples_that_refusals_give_are_right(shape, language):
    """What a message tells an author to write can be written."""
    text = shape
    if text.startswith(("age", "months", "days", "year")):
        text += " > 1"

    assert parse(text, language, want=None).kind
