"""Erasure leaves nothing, and proves it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection
from tests.residents.conftest import CIVIL, NOW

from manto.kernel.errors import NotFound
from manto.residents import commands, erasure, personal_data, queries
from manto.residents.city_key import public_key
from manto.residents.models import Account, Erasure, Lookup, Resident, Session
from manto.residents.receipts import verify_receipt
from manto.store.models import OutboxEvent

CANARY = re.compile(r"canary\d{3}word|canarymail|Canarygiven|Canaryfamily|canaryreason")


@pytest.fixture(scope="module")
def database_of_its_own(tmp_path_factory):
    """Name a database for a city of its own: a SQLite file in its home, or a fresh PostgreSQL database."""
    url = os.environ.get("MANTO_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"manto_canaries_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"create database {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def canaries(database_of_its_own, tmp_path_factory):
    """Run the city of canaries and give what it saw."""
    home = tmp_path_factory.mktemp("canaries")
    environment = {name: value for name, value in os.environ.items() if name not in ("MANTO_WRITER", "MANTO_HOME")}
    environment |= {"MANTO_HOME": str(home), "MANTO_DATABASE_URL": database_of_its_own}
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("canary_city.py"))],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return {**json.loads(run.stdout.strip().splitlines()[-1]), "log": run.stderr}


@pytest.mark.process
def test_every_canary_is_found_before_the_erasure(canaries):
    """The search can see: each planted word is in some file or row before she is erased."""
    assert sorted(set(canaries["planted"]) - set(canaries["before"])) == []
    assert len(canaries["planted"]) > 60


@pytest.mark.process
def test_no_byte_of_her_is_left(canaries):
    """After the erasure no planted word is in any row, nor in a byte of the database, its logs or the home folder."""
    assert canaries["after"] == {}
    assert (canaries["status"], canaries["session_ended"], canaries["scrubbed"]) == (200, True, 1)
    if connection.vendor == "sqlite":
        assert {"manto.sqlite3", "manto.sqlite3-wal"} <= set(canaries["files"])


@pytest.mark.process
def test_everybody_else_is_still_there(canaries):
    """Residents, facts, looks, searches and accounts of others are as many as before."""
    assert canaries["kept"] == canaries["left"]


@pytest.mark.process
def test_the_logs_never_heard_of_her(canaries):
    """No log line of the whole life of the city holds a planted word."""
    assert None is CANARY.search(canaries["log"])
    assert '"route": "/api/v1/me/erase"' in canaries["log"]


@pytest.mark.process
def test_the_receipt_is_hers_alone(canaries):
    """Only with the salt that she was given can anyone see that the receipt is hers."""
    assert canaries["commitment_is_hers"]


def test_the_receipt_names_nobody(giulia):
    """The receipt is signed and holds no identifier; the city keeps no salt."""
    address, resident_id, pairwise = giulia.account.email, giulia.id, giulia.pairwise_id

    erased = erasure.erase_and_scrub(giulia.id, now=NOW)

    said = verify_receipt(erased["receipt"], public_key())
    written = json.dumps([erased["receipt"], *Erasure.objects.values_list("receipt", "commitment")])
    assert hashlib.sha256(f"{erased['salt']}:{resident_id}".encode()).hexdigest() == said["commitment"]
    assert [word for word in (address, str(resident_id), pairwise, erased["salt"]) if word in written] == []


def test_account_sessions_and_events_go_too(giulia, client):
    """No account, no session in any browser, no event about her is left."""
    client.force_login(giulia.account)

    erasure.erase_resident(giulia.id, now=NOW)

    counts = [Resident.objects.count(), Account.objects.count(), Session.objects.count(), OutboxEvent.objects.count()]
    assert counts == [0, 0, 0, 0]


def test_a_household_stays_while_somebody_is_in_it(giulia):
    """Her household and her child's facts stay; the child has one guardian less."""
    nora = commands.register_resident(now=NOW)
    commands.record_fact(nora.id, "person.given_name", "Nora", source=CIVIL, valid_from=NOW.date(), now=NOW)
    commands.form_household([(giulia.id, "head"), (nora.id, "child")], since=NOW.date())

    erasure.erase_resident(giulia.id, now=NOW)

    assert queries.household_of(nora.id, on=NOW.date()) == []
    assert {"person.given_name"} == set(queries.read_facts(nora.id, ["person.given_name"], queries.Herself(), "", NOW))


def test_lines_that_a_clerk_left_about_others_stay(giulia, davide):
    """What the auditor needs about everybody else is kept."""
    other = commands.register_resident(now=NOW)
    for resident in (giulia, other):
        queries.read_facts(resident.id, ["home.street"], queries.Officer(davide.id), "To send a letter", NOW)

    erasure.erase_resident(giulia.id, now=NOW)

    assert [other.id] == list(Lookup.objects.values_list("resident", flat=True))


def test_nobody_is_erased_twice(giulia):
    """Who is gone cannot be found again."""
    erasure.erase_resident(giulia.id, now=NOW)

    with pytest.raises(NotFound):
        erasure.erase_resident(giulia.id, now=NOW)


def points_at_people(model):
    """Say whether a table points at a resident or an account, or keeps an identifier of one."""
    people = (Resident, Account)
    keys = [field for field in model._meta.concrete_fields if field.related_model in people]
    names = {"resident", "resident_id", "account", "account_id", "user_id", "child_id", "guardian_id"}
    return bool(keys) or any(field.name in names for field in model._meta.concrete_fields)


def test_every_room_answers_for_what_it_holds():
    """A table that points at people and belongs to a room that registered nothing would be forgotten by erasure."""
    answered = {label for part in personal_data.parts() for label in part.apps}

    pointing = {model._meta.label for model in apps.get_models(include_auto_created=True) if points_at_people(model)}

    assert sorted(label for label in pointing if label.split(".")[0] not in answered) == []
    assert {"residents.Fact", "mfa.Authenticator", "account.EmailAddress"} <= pointing


def test_another_rooms_part_is_exported_and_erased(giulia):
    """What a room registers is asked at export and at erasure."""
    kept = {giulia.id: ["likes museums"]}
    personal_data.register(
        "test_room", export=lambda resident: kept.get(resident, []), erase=lambda resident: len(kept.pop(resident, []))
    )
    try:
        exported = personal_data.export_everything(giulia.id, now=NOW)
        receipt = erasure.erase_resident(giulia.id, now=NOW).receipt
    finally:
        personal_data._parts.pop("test_room")

    assert exported["rooms"]["test_room"] == ["likes museums"]
    assert (kept, receipt["receipt"]["rows_removed"]["test_room"]) == ({}, 1)


def test_mail_in_files_goes_too(giulia, settings):
    """Where mail is written to files, hers are removed and others' stay."""
    folder = settings.HOME / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one.log").write_text("To: Giulia@example.org\n\nYour code")
    (folder / "two.log").write_text("To: somebody@example.org\n\nYour code")

    erasure.erase_and_scrub(giulia.id, now=NOW)

    assert [path.name for path in folder.iterdir()] == ["two.log"]
    (folder / "two.log").unlink()
