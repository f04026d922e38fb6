"""A policy author at the command line."""

import re

import pytest
from django.conf import settings
from typer.testing import CliRunner

from manto.services.rule_programs import make_app

APP = make_app(lambda: None)
NIDO = settings.CITY.folder / "services" / "nursery-place.yaml"


def run(*words):
    """Run ``manto rules`` and give its exit code and what it said, its lines joined."""
    result = CliRunner().invoke(APP, [str(word) for word in words])
    return result.exit_code, result.output


def test_all_rules_of_the_demo_are_right_and_pass_their_tests():
    """As they lie in the folder."""
    assert (run("check")[0], "nothing is wrong" in run("check")[1]) == (0, True)
    code, said = run("test")
    assert (code, "none failed" in said) == (0, True)


def test_a_slip_is_shown_at_its_place(tmp_path):
    """File, line, caret, suggestion, and exit code 1."""
    file = tmp_path / "nido.yaml"
    file.write_text(NIDO.read_text().replace("child.birth", "child.brith", 1))

    code, said = run("check", file)

    assert code == 1
    assert re.search(r"nido\.yaml:\d+:\d+: There is no fact 'child\.brith'\.", said)
    assert "Did you mean 'child.birth'?" in said
    caret = next(line for line in said.splitlines() if set(line.strip(" |")) == {"^"})
    shown = said.splitlines()[said.splitlines().index(caret) - 1]
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "child.brith"


def test_a_failing_test_says_what_came_out_instead(tmp_path):
    """With its line."""
    file = tmp_path / "nido.yaml"
    file.write_text(NIDO.read_text().replace("expect: unknown", 'expect: "yes"', 1))

    code, said = run("test", file)

    assert code == 1
    assert "it is unknown, not yes" in said


def test_a_decision_is_explained():
    """Each condition with its facts and its law."""
    code, said = run("explain", NIDO, "--test", 2)

    assert code == 0
    assert "household.isee_cents unknown" in said
    assert "It would be due if household.isee_cents were" in said
    assert run("explain", NIDO, "--test", 99)[0] == 1


def test_a_change_is_tried_on_a_synthetic_city_and_told_line_by_line(tmp_path, db):
    """A lower limit: some lose it, nobody gains it; the difference is one value."""
    file = tmp_path / "nursery-place.yaml"
    file.write_text(re.sub(r"(2024-09-01: )\d+", r"\g<1>9000", NIDO.read_text(), count=1))

    code, said = run("dry-run", file, "--synthetic", 20_000, "--on", "2026-06-09")
    differing = run("diff", NIDO, file)[1]

    assert code == 0
    totals = dict(re.findall(r"^  (gains|loses) +([\d,]+|\(hidden\))$", said, re.MULTILINE))
    assert totals["gains"] == "0"
    assert int(totals["loses"].replace(",", "")) > 20
    assert "changed in place" in differing
    assert "isee_max: €9,000 from 2024-09-01" in differing
    assert "Nothing that decides differs." in run("diff", NIDO, NIDO)[1]


@pytest.mark.parametrize("command", ["check", "test", "explain"])
def test_a_file_that_is_not_there_is_said_so(command, tmp_path):
    """And nothing else happens."""
    assert run(command, tmp_path / "none.yaml")[0] != 0
