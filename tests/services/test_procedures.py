"""The state tables: who may move a case where."""

import pytest

from manto.kernel.errors import BadInput, Conflict, UnknownName
from manto.services.cases.procedure import MOVERS, procedure, read_procedure, states

TABLES = ("decided", "by_a_person", "declared")


def test_there_are_nine_states_each_with_whose_turn_it_is():
    """In both languages."""
    assert len(states()) == 9
    assert all({"en", "it"} == set(state.text) for state in states().values())
    assert {"resident", "office", "nobody"} == {state.turn for state in states().values()}


@pytest.mark.parametrize("name", TABLES)
def test_no_machine_refuses(name):
    """It grants where a table lets it, and never where only a person decides."""
    by_machine = {move.to for move in procedure(name).moves if move.who == "machine"}

    assert "refused" not in by_machine
    assert ("granted" in by_machine) == (name != "by_a_person")


def test_a_table_in_which_a_machine_refuses_cannot_be_read():
    """However it is written."""
    with pytest.raises(BadInput, match="machine refuse"):
        read_procedure("x", {"answer_within_days": 30, "also": [{"from": "sent", "to": "refused", "who": "machine"}]})


@pytest.mark.parametrize("name", TABLES)
def test_every_state_that_is_nobodys_turn_is_an_end_or_can_be_appealed(name):
    """And from every other state somebody can go on."""
    table = procedure(name)
    for state in states().values():
        ways = [to for who in MOVERS for to in table.choices(state.id, who)]
        assert ways or state.turn == "nobody"


@pytest.mark.parametrize("name", TABLES)
def test_a_decision_needs_reason_and_law(name):
    """Both, each long enough to be one."""
    table = procedure(name)
    with pytest.raises(BadInput, match="reason"):
        table.move("in_progress", "refused", "officer", reason="no", law="art. 5")
    with pytest.raises(BadInput, match="legal basis"):
        table.move("in_progress", "refused", "officer", reason="not resident here", law="")
    with pytest.raises(Conflict, match="draft"):
        table.move("draft", "granted", "officer", reason="a good reason", law="art. 5")


def test_an_unknown_table_is_told_with_the_nearest():
    """By name."""
    with pytest.raises(UnknownName, match="declared"):
        procedure("declare")
