"""The language of a small city, for tests of rules."""

from importlib.resources import files

import pytest
import yaml

from manto.residents.catalogue import Catalogue
from manto.services.rules.language import Language


def the_language():
    """Read Manto's own catalogue, and give the city two districts."""
    catalogue = Catalogue.read(yaml.safe_load(files("manto.residents").joinpath("facts.yaml").read_bytes()))
    return Language.of(catalogue, ["centro-storico", "lunetta"])


@pytest.fixture(scope="session")
def language():
    """Give the language."""
    return the_language()
