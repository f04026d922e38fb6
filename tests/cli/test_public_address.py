"""What the city hands out leads back to it, on whichever port it listens."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest
from tests.cli.served import Served


@pytest.mark.process
@pytest.mark.sqlite
def test_links_lead_to_the_port_that_the_city_listens_on(tmp_path: Path) -> None:
    """Software that follows the links of the open data, and wallets, come back to this city."""
    city = Served(tmp_path)
    city.start()
    try:
        with urllib.request.urlopen(f"{city.url}/ogc/collections") as answer:
            links = [link["href"] for link in json.load(answer)["links"]]
    finally:
        city.kill()

    assert links
    assert {True} == {link.startswith(f"http://localhost:{city.port}/") for link in links}
