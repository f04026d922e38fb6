"""The register's log from outside: anybody audits its public files, and a neighbouring city witnesses it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from tests.records.conftest import Office
from tests.records.test_issuing import checked, text_of

from manto.kernel.errors import NotFound, Unavailable
from manto.ledger.log.audit import audit
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.policy import parse_policy
from manto.ledger.log.serving import Answer, Server
from manto.ledger.sequencer.store import open_store
from manto.ledger.witness.memory import WitnessMemory
from manto.ledger.witness.message import REQUEST_BYTES_MAX
from manto.ledger.witness.witness import Witness
from manto.records import node
from manto.records.commands.ticking import tick
from manto.records.queries.trust import trust_file

CREMONA = SecretKey("witness.cremona.example", KeyKind.COSIGNATURE, bytes([1]) * 32)


class Outside:
    """Somebody who reads the city's public files over HTTP."""

    def read(self, path: str) -> bytes:
        """Give a file.

        Raises:
            NotFound: The city does not show it.
        """
        answer = Client().get(f"/ledger/{path}")
        if answer.status_code == 404:
            raise NotFound("Not shown.", "")
        assert answer.status_code == 200
        return bytes(answer.content)


def test_anybody_audits_the_register(office: Office) -> None:
    """Every entry, from the public files alone; and is shown nothing else of the ledger's folder."""
    office.flat()
    outside, tile = Outside(), Client().get("/ledger/tile/0/000.p/1")

    report = audit(outside, parse_policy(outside.read("policy")))

    assert report.entries == node.ledger().state.size > 10
    for other in ("private/log.key", "../private/log.key", "statements.db", "tile/0/../../private/policy"):
        with pytest.raises(NotFound):
            outside.read(other)
    assert tile.status_code == 404  # a partial tile that was never published
    assert Client().get("/ledger/checkpoint")["Cache-Control"] == "no-cache"


@pytest.fixture
def cremona(office: Office, tmp_path: Path) -> Iterator[Server]:
    """Let Cremona run a witness that knows this register."""
    memory = WitnessMemory(tmp_path / "witness.db")
    witness = Witness([CREMONA], [open_store(node.folder()).log_key.public], memory, office.clock)
    server = Server("127.0.0.1", 0, witness.answer, REQUEST_BYTES_MAX)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
    memory.close()


def test_a_paper_shows_the_neighbour_who_saw_the_register(
    office: Office, settings: Any, tmp_path: Path, cremona: Server
) -> None:
    """Named in the city's folder; while it is silent no paper is printed that would not hold, and checkers are told what was."""
    name_the_witness(settings, tmp_path / "city", cremona.url)
    flat = office.flat()

    [title, *_] = checked(office, text_of(office, flat))

    assert (title.is_valid, title.witnesses) == (True, ("witness.cremona.example",))
    trusted = trust_file("en", office.now)
    answering, cremona.answer = cremona.answer, lambda _: Answer(b"Not today.\n", 503)
    office.car()
    with pytest.raises(Unavailable, match="witnesses"):
        text_of(office, flat)
    assert trust_file("en", office.now) == trusted
    cremona.answer = answering
    office.clock.advance(timedelta(minutes=2))
    tick(office.now)
    [again, *_] = checked(office, text_of(office, flat))
    assert again.witnesses == ("witness.cremona.example",)


def name_the_witness(settings: Any, folder: Path, url: str) -> None:
    """Write the witness into the city's folder, as its clerk does, and open the ledger anew."""
    folder.mkdir()
    city = yaml.safe_load((settings.CITY.folder / "records.yaml").read_text())
    lines = f"witness cremona {CREMONA.public} {url}\nquorum cremona\n"
    (folder / "records.yaml").write_text(yaml.safe_dump(city | {"witnesses": lines}))
    settings.CITY = replace(settings.CITY, folder=folder)
    node.close_ledger()
