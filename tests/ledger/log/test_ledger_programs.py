"""The programs, as a city's IT person uses them: make, serve, append, prove, audit, witness."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from manto.ledger.log.policy import parse_policy
from manto.ledger.log.proofs import parse_log_proof
from manto.ledger.programs import ledger, witness
from manto.ledger.sequencer.promises import open_promise
from manto.ledger.sequencer.store import open_store

ORIGIN = "ledger.mantova.example/2026"
PROGRAM = (
    "import typer\nfrom manto.ledger.programs import ledger, witness\napp = typer.Typer()\n"
    "app.add_typer(ledger.app, name='ledger')\napp.add_typer(witness.app, name='witness')\napp()\n"
)


def run(app: Typer, *words: str) -> tuple[int, str, str]:
    """Run a program in this process: exit code, output, what it said beside."""
    result = CliRunner().invoke(app, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@contextmanager
def running(*words: str) -> Iterator[str]:
    """Run a server as its own process; give its URL."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words, "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://[0-9.:]+[0-9]", said)
    assert found, said
    try:
        yield found[0]
    finally:
        process.terminate()
        assert process.wait(10) == 0
        process.stderr.close()


def ask(url: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Ask over HTTP."""
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a log with twelve entries."""
    folder = tmp_path / "log"
    code, _, said = run(ledger.app, "init", str(folder), "--origin", ORIGIN)
    assert code == 0
    assert "not a distributed ledger" in said
    lines = tmp_path / "lines"
    lines.write_text("".join(f"entry {i}\n" for i in range(12)))
    assert run(ledger.app, "append", str(folder), str(lines), "--lines")[:2] == (0, "0-11\n")
    return folder


def test_keys_are_shown_for_publishing(folder: Path) -> None:
    """Three public keys, each for one kind of statement; no secret."""
    code, shown, _ = run(ledger.app, "keys", str(folder))

    store = open_store(folder)
    assert code == 0
    assert shown.split() == [str(key.public) for key in (store.log_key, store.archive_key, store.promise_key)]


def test_a_proof_can_be_checked_without_the_log(folder: Path, tmp_path: Path) -> None:
    """A file that holds by the policy alone."""
    policy = parse_policy((folder / "private" / "policy").read_bytes())

    code, _, _ = run(ledger.app, "prove", str(folder), "7", "--out", str(tmp_path / "proof"))

    proof = parse_log_proof((tmp_path / "proof").read_bytes())
    assert code == 0
    assert proof.check(b"entry 7", policy)[0].checkpoint.size == 12


def test_a_sound_log_is_found_sound(folder: Path) -> None:
    """One clear sentence, or JSON; with the store's own policy or with a key."""
    key = str(open_store(folder).log_key.public)

    code, sentence, _ = run(ledger.app, "audit", str(folder))
    code_json, told, _ = run(ledger.app, "audit", str(folder / "public"), "--key", key, "--json")

    assert (code, code_json) == (0, 0)
    assert f"The log {ORIGIN} holds: all 12 entries" in sentence
    assert json.loads(told)["size"] == 12


def test_a_damaged_log_is_found_out(folder: Path) -> None:
    """Exit code 1 and the file that does not hold."""
    tile = next((folder / "public" / "tile" / "entries").rglob("12"))
    tile.write_bytes(tile.read_bytes().replace(b"entry 7", b"entry 8"))

    code, _, said = run(ledger.app, "audit", str(folder))

    assert code == 1
    assert "tile/entries/000.p/12" in said


def test_what_cannot_be_checked_is_not_called_wrong(tmp_path: Path, folder: Path) -> None:
    """Exit code 2: no log there, no key given, nobody answers."""
    key = str(open_store(folder).log_key.public)

    nobody = run(ledger.app, "audit", "http://127.0.0.1:9/", "--key", key)
    nothing = run(ledger.app, "audit", str(tmp_path), "--key", key)
    no_key = run(ledger.app, "audit", str(folder / "public"))

    assert [code for code, _, _ in (nobody, nothing, no_key)] == [2, 2, 2]
    assert "did not answer" in nobody[2]
    assert "There is no file checkpoint" in nothing[2]


def test_an_audit_remembers_and_finds_a_log_that_went_back(folder: Path, tmp_path: Path) -> None:
    """A log that forgets what it once signed is found out by who audited it before."""
    remembered, once = str(tmp_path / "remembered"), tmp_path / "once"
    first = run(ledger.app, "audit", str(folder), "--remember", remembered)
    subprocess.run(["cp", "-r", folder, once], check=True)
    (tmp_path / "more").write_text("thirteenth")
    run(ledger.app, "append", str(folder), str(tmp_path / "more"))
    grown = run(ledger.app, "audit", str(folder), "--remember", remembered)

    went_back = run(ledger.app, "audit", str(once), "--remember", remembered)

    assert [first[0], grown[0], went_back[0]] == [0, 0, 1]
    assert "goes on from the 12 it showed before" in grown[1]
    assert "an earlier checkpoint that it signed has 13" in went_back[2]


def test_a_served_log_takes_in_promises_proves_and_is_audited(folder: Path, tmp_path: Path) -> None:
    """Over HTTP, from the entry to the proof; whoever asks for what is not public gets nothing."""
    store = open_store(folder)
    with running("ledger", "serve", str(folder)) as url:
        _, signed = ask(f"{url}/add", b"a deed")
        promise = open_promise(signed, store.promise_key.public)
        _, proof = ask(f"{url}/add?wait=10", b"a lien")
        _, placed = ask(f"{url}/submission/{promise.submission}")
        _, policy_text = ask(f"{url}/policy")
        audited = run(ledger.app, "audit", url, "--key", str(store.log_key.public))
        refused = [
            ask(f"{url}/{path}", body)[0]
            for path, body in [
                ("../private/log.key", None),
                ("tile/0/../../../private/log.key", None),
                ("private/log.key", None),
                ("proof/99", None),
                ("submission/99", None),
                ("proof/x", None),
                ("add", bytes(65_536)),
                ("elsewhere", b"x"),
                ("add", b""),
            ]
        ]
        _, front = ask(f"{url}/")
        health = ask(f"{url}/health")
        second = run(ledger.app, "append", str(folder), str(tmp_path / "lines"))

    parsed = parse_log_proof(proof)
    assert placed == b"12 1\n"
    assert parsed.check(b"a lien", parse_policy(policy_text))[0].checkpoint.size == 14
    assert audited[0] == 0
    assert "all 14 entries" in audited[1]
    assert refused == [404, 404, 404, 400, 404, 400, 400, 404, 400]
    assert b"not a distributed ledger" in front
    assert health == (200, b"ok\n")
    assert second[0] == 2
    assert "Another process has the ledger" in second[2]


def test_appending_over_http_needs_the_token_that_was_set(folder: Path, tmp_path: Path) -> None:
    """Without the token nothing enters."""
    token = tmp_path / "token"
    token.write_text("open sesame\n")
    with running("ledger", "serve", str(folder), "--token-file", str(token)) as url:
        without, _ = ask(f"{url}/add", b"x")
        wrong, _ = ask(f"{url}/add", b"x", Authorization="Bearer close sesame")
        right, _ = ask(f"{url}/add", b"x", Authorization="Bearer open sesame")

    assert [without, wrong, right] == [403, 403, 200]


def test_a_city_witnesses_another(tmp_path: Path) -> None:
    """Made, served and asked by the programs alone; a second history of the log is refused and kept as evidence."""
    eye, log, fork = tmp_path / "witness", tmp_path / "log", tmp_path / "fork"
    code, shown, _ = run(witness.app, "init", str(eye), "--name", "witness.cremona.example")
    vkey = shown.split()[0]
    (tmp_path / "entry").write_text("deed")
    assert code == 0
    with running("witness", "serve", str(eye)) as url:
        lines = tmp_path / "witnesses"
        lines.write_text(f"witness cremona {vkey} {url}\nquorum cremona\n")
        run(ledger.app, "init", str(log), "--origin", ORIGIN, "--witnesses", str(lines))
        port = url.rsplit(":", 1)[1]
    run(witness.app, "add-log", str(eye), str(open_store(log).log_key.public))
    alone = run(ledger.app, "audit", str(log))
    subprocess.run(["cp", "-r", log, tmp_path / "third"], check=True)
    with running("ledger", "serve", str(tmp_path / "third")) as url:
        ask(f"{url}/add?wait=10", b"while nobody watches")
        health = ask(f"{url}/health")
    subprocess.run(["cp", "-r", log, fork], check=True)

    process = [sys.executable, "-c", PROGRAM, "witness", "serve", str(eye), "--port", port]
    with subprocess.Popen(process, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        server.stderr.readline()
        appended = run(ledger.app, "append", str(log), str(tmp_path / "entry"))
        (tmp_path / "entry").write_text("another deed")
        forked = run(ledger.app, "append", str(fork), str(tmp_path / "entry"))
        server.terminate()
    seen = run(ledger.app, "audit", str(log))
    status, told, _ = run(witness.app, "status", str(eye), "--evidence", str(tmp_path / "evidence"))

    assert health[0] == 200
    assert b"did not answer" in health[1]
    assert alone[0] == 1  # nobody has seen the empty log, and the policy asks for one
    assert appended[:2] == (0, "0\n")
    assert forked[0] != 0
    assert "Witnesses that have seen it: 1" in seen[1]
    assert status == 1
    assert "Two histories (two roots for one size)" in told
    assert {path.name for path in (tmp_path / "evidence").iterdir()} == {"1-seen", "1-shown"}


@pytest.mark.parametrize("app", [ledger.app, witness.app])
def test_every_command_explains_itself(app: Typer) -> None:
    """Each --help has a sentence on what it does and on every option."""
    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        code, shown, _ = run(app, name, "--help")
        assert code == 0
        assert len(shown.split()) > 30
