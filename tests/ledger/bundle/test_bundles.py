"""A bundle shows how a record stands, and nothing else can be made of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town_log import FIELDS, LOG_KEY, POLICY_TEXT, TITLE, WITNESSES, TownLog, a_town_with_a_sale, pair, policy
from typer.testing import CliRunner

from manto.kernel.errors import BadInput, MantoError
from manto.ledger.bundle import parse_bundle, verify_bundle
from manto.ledger.bundle.form import MalformedBundle
from manto.ledger.bundle.program import app
from manto.ledger.bundle.words import as_json, sentence
from manto.ledger.log.errors import NotCosigned, NotProven
from manto.ledger.map import MapProof, SparseMap
from manto.ledger.statements import Kind, Status


@pytest.fixture(scope="module")
def log() -> TownLog:
    """Give a log with a sale in it."""
    return TownLog(a_town_with_a_sale())


def test_a_title_is_shown_current_with_those_who_signed(log: TownLog) -> None:
    """The buyer's proof: status, since, signers by office, and how old the knowledge is."""
    verdict = verify_bundle(log.bundle(TITLE).to_bytes(), policy())

    assert verdict.is_valid(log.town.time_s)
    assert verdict.statement is not None
    assert verdict.statement.holders == (pair("anna").public_key,)
    assert verdict.as_of_s == log.town.state.time_s + 20
    assert verdict.witnesses == ("witness.cremona.example", "witness.court.example")
    by_key = {one.key: (one.agency, one.roles) for one in verdict.signers}
    assert by_key == {
        pair("registrar").public_key: ("land office", ("land.registrar",)),
        pair("notary").public_key: ("notaries", ("notary",)),
        pair("anna").public_key: ("", ("holder",)),
        pair("paolo").public_key: ("", ("not shown",)),
    }


def test_the_absence_of_a_lien_is_shown(log: TownLog) -> None:
    """No such record, as of this checkpoint."""
    verdict = verify_bundle(log.bundle(TITLE.replace("land-title", "lien")).to_bytes(), policy())

    assert verdict.statement is None
    assert sentence(verdict, verdict.as_of_s + 7300) == (
        "There is no record lien/E897-45-312, as of 2026-05-28 20:37 UTC (2 hours old),"
        " seen by witness.cremona.example, witness.court.example; what came later is not known here."
    )


def test_a_field_is_shown_and_the_price_is_not(log: TownLog) -> None:
    """The holder chooses what to show."""
    bundle = log.bundle(TITLE, shown=[FIELDS.disclose("zone"), FIELDS.disclose("area_m2")])

    verdict = verify_bundle(bundle.to_bytes(), policy())

    assert verdict.shown == {"zone": "Valletta Valsecchi", "area_m2": 118}
    assert b"21500000" not in bundle.to_bytes()
    forged = replace(bundle, shown=(replace(FIELDS.disclose("area_m2"), value=200),))
    with pytest.raises(NotProven, match="'area_m2' is not what"):
        verify_bundle(forged.to_bytes(), policy())


@pytest.mark.parametrize(("record", "status"), [("passport/2", Status.REVOKED), ("passport/1", Status.ACTIVE)])
def test_what_is_revoked_or_over_is_proven_and_not_valid(log: TownLog, record: str, status: Status) -> None:
    """The proof holds; what it shows is that nobody may rely on the record."""
    verdict = verify_bundle(log.bundle(record).to_bytes(), policy())

    assert verdict.statement is not None
    assert verdict.statement.status is status
    assert not verdict.is_valid(verdict.as_of_s + 2 * 86_400)
    assert verdict.is_valid(verdict.as_of_s) is (status is Status.ACTIVE)


def test_the_sellers_old_title_is_no_longer_current(log: TownLog) -> None:
    """His statement still stands in the log; the map names another."""
    bundle = log.bundle(TITLE)
    assert bundle.statement is not None
    prev = log.town.read(log.town.latest[TITLE]).prev
    assert prev is not None
    old = log.town.archive.statement(prev)
    index = log.town.archive.index(prev)
    assert index is not None

    forged = replace(bundle, statement=old, index=index, path=log.prove(index).hashes)

    with pytest.raises(NotProven, match="no longer current"):
        verify_bundle(forged.to_bytes(), policy())


def test_an_older_proof_stays_what_it_was(log: TownLog) -> None:
    """A bundle of last week holds for last week: it says so, and cannot know what came after."""
    town = a_town_with_a_sale()
    before = TownLog(town).bundle(TITLE).to_bytes()
    town.file(TITLE, Kind.SUSPEND, "registrar")

    then, now = verify_bundle(before, policy()), verify_bundle(TownLog(town).bundle(TITLE).to_bytes(), policy())

    assert (then.is_valid(0), now.is_valid(0)) == (True, False)
    assert then.as_of_s < now.as_of_s


def test_a_record_is_not_absent_because_another_is(log: TownLog) -> None:
    """A proof of absence speaks of its own record only."""
    absent = log.bundle("lien/none")

    with pytest.raises(NotProven, match="map does not say this"):
        verify_bundle(replace(absent, record=TITLE).to_bytes(), policy())


def test_a_map_that_nobody_signed_proves_nothing(log: TownLog) -> None:
    """A forger's own map, header and all, is not under the checkpoint."""
    bundle = log.bundle(TITLE)
    forged = SparseMap(log.town.pages)
    lie = replace(bundle, head=None, statement=None, authority=(), proof=forged.prove(bytes(32)))

    with pytest.raises(NotProven):
        verify_bundle(lie.to_bytes(), policy())


def test_an_earlier_header_is_not_the_last_entry(log: TownLog) -> None:
    """An old map cannot be passed off as today's: its header is not the tree's last entry."""
    town = log.town
    bundle = log.bundle(TITLE)
    index = town.state.size - 3
    old = replace(bundle, header=town.entries[index], header_path=log.prove(index).hashes)

    with pytest.raises(NotProven):
        verify_bundle(old.to_bytes(), policy())


@pytest.mark.parametrize("signers", [(LOG_KEY,), (LOG_KEY, WITNESSES[0]), (LOG_KEY, WITNESSES[1])])
def test_too_few_witnesses_are_not_enough(signers: tuple[object, ...]) -> None:
    """The policy asks for both."""
    log = TownLog(a_town_with_a_sale(), signers)  # type: ignore[arg-type]

    with pytest.raises(NotCosigned):
        verify_bundle(log.bundle(TITLE).to_bytes(), policy())


def test_a_revoked_officers_earlier_signature_still_counts() -> None:
    """What was signed before the place of revocation is shown as signed by an officer."""
    town = a_town_with_a_sale()
    key = pair("registrar").public_key.hex()
    town.file(f"delegation/{key}", Kind.REVOKE, "land office", content={"from_index": town.state.size + 1})

    verdict = verify_bundle(TownLog(town).bundle(TITLE).to_bytes(), policy())

    assert ("land office", ("land.registrar",)) in [(one.agency, one.roles) for one in verdict.signers]


def test_a_revocation_that_reaches_back_shows(log: TownLog) -> None:
    """A key revoked from before the sale: the sale's proof says that its registrar is not to be relied on."""
    town = a_town_with_a_sale()
    key = pair("registrar").public_key.hex()
    town.file(f"delegation/{key}", Kind.REVOKE, "land office", content={"from_index": 3})

    with pytest.raises(NotProven, match="was revoked before it signed"):
        verify_bundle(TownLog(town).bundle(TITLE).to_bytes(), policy())


def test_authority_must_stand_in_the_same_map(log: TownLog) -> None:
    """Members and delegations of another time or another ledger are not taken."""
    bundle = log.bundle(TITLE)
    for place, one in enumerate(bundle.authority):
        forged = replace(one, proof=MapProof(()))
        authority = (*bundle.authority[:place], forged, *bundle.authority[place + 1 :])

        with pytest.raises(NotProven):
            verify_bundle(replace(bundle, authority=authority).to_bytes(), policy())


def test_a_bundle_reads_back(log: TownLog) -> None:
    """Every part survives."""
    for record in (TITLE, "lien/none", "passport/2"):
        bundle = log.bundle(record, shown=[FIELDS.disclose("zone")] if record == TITLE else ())

        assert parse_bundle(bundle.to_bytes()) == bundle


GOOD = TownLog(a_town_with_a_sale()).bundle(TITLE, shown=[FIELDS.disclose("zone")]).to_bytes()


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_bundle_with_changed_bytes_never_passes(data: st.DataObject) -> None:
    """Whatever byte is changed, the proof is refused by name, or shows the same (an unknown signature line)."""
    raw = bytearray(GOOD)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises(MantoError):
        verify_bundle(bytes(raw), policy())


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_refused_by_name(raw: bytes) -> None:
    """Noise is a malformed bundle, never another error."""
    with pytest.raises(MalformedBundle):
        parse_bundle(raw)


def test_a_bundle_of_ten_megabytes_is_refused() -> None:
    """Before it is read."""
    with pytest.raises(MalformedBundle, match="10,000,000 bytes"):
        parse_bundle(bytes(10_000_000))


def written(folder: Path, raw: bytes) -> list[str]:
    """Write a proof and the policy, and give the program's arguments."""
    (folder / "proof").write_bytes(raw)
    (folder / "policy").write_text(POLICY_TEXT)
    return [str(folder / "proof"), "--policy", str(folder / "policy")]


def test_the_program_says_one_sentence_and_ends_with_0(log: TownLog, tmp_path: Path) -> None:
    """A clerk reads one line; a script reads the exit code."""
    result = CliRunner().invoke(app, written(tmp_path, log.bundle(TITLE).to_bytes()))

    assert result.exit_code == 0
    assert result.output.startswith(f"{TITLE} is valid since 2026-05-28")
    assert result.output.count("\n") == 1


def test_the_program_gives_json(log: TownLog, tmp_path: Path) -> None:
    """All that the proof shows, for programs."""
    shown = [FIELDS.disclose("zone")]

    result = CliRunner().invoke(app, [*written(tmp_path, log.bundle(TITLE, shown=shown).to_bytes()), "--json"])

    shows = json.loads(result.output)
    assert (shows["valid"], shows["status"], shows["shown"]) == (True, "active", {"zone": "Valletta Valsecchi"})
    assert {one["agency"] for one in shows["signers"]} == {"land office", "notaries", None}


@pytest.mark.parametrize("record", ["passport/2", "noise"])
def test_the_program_ends_with_1(log: TownLog, tmp_path: Path, record: str) -> None:
    """Revoked or no proof at all: one sentence, and 1."""
    raw = b"noise" if record == "noise" else log.bundle(record).to_bytes()

    result = CliRunner().invoke(app, written(tmp_path, raw))

    assert result.exit_code == 1
    assert result.output.count("\n") == 1


def test_the_program_refuses_old_knowledge_when_asked(tmp_path: Path) -> None:
    """The proof holds and is too old for whoever asks."""
    log = TownLog(a_town_with_a_sale(), seen_s=1_780_001_000)

    result = CliRunner().invoke(app, [*written(tmp_path, log.bundle(TITLE).to_bytes()), "--age-max-hours", "1"])

    assert result.exit_code == 1
    assert "The proof holds, but is" in result.output


def test_the_program_says_what_it_could_not_read(tmp_path: Path) -> None:
    """A missing file is named."""
    result = CliRunner().invoke(app, [str(tmp_path / "none"), "--policy", str(tmp_path / "none")])

    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_the_verdict_in_json_says_what_the_sentence_says(log: TownLog) -> None:
    """There is one source for both."""
    verdict = verify_bundle(log.bundle(TITLE).to_bytes(), policy())

    assert as_json(verdict, verdict.as_of_s)["sentence"] == sentence(verdict, verdict.as_of_s)


def test_a_bundle_needs_a_founded_log() -> None:
    """An empty log proves nothing."""
    log = TownLog(a_town_with_a_sale())
    log.town.entries.clear()

    with pytest.raises((BadInput, MantoError), match="no entries yet"):
        log.bundle(TITLE)
