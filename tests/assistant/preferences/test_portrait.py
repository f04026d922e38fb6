"""What was learned, as statements that one can check by counting."""

from manto.assistant.preferences.portrait import portrait

DAY = 96
MORNING, EVENING = 4 * 9, 4 * 19


def test_each_statement_is_a_count_of_her_rows() -> None:
    """Kinds by number, the part of the day with its days, what she returned to, what she tried, what she refused."""
    chosen = [("te", "museum", day * DAY + MORNING) for day in range(4)]  # from Thursday 1 January 1970 on
    chosen += [("lago", "park", 5 * DAY + EVENING), ("virgiliana", "park", 6 * DAY + EVENING)]

    said = {one.code: one for one in portrait(chosen, [("church", 3)] * 2, new_offered=9, new_tried=2)}

    kinds = [one for one in portrait(chosen, [], new_offered=0, new_tried=0) if one.code == "kind"]
    assert [(one.values["category"], one.values["count"], one.values["since"]) for one in kinds] == [
        ("museum", 4, MORNING),
        ("park", 2, 5 * DAY + EVENING),
    ]
    assert said["hours"].values == {"part": "morning", "count": 4, "of": 6, "days": [3, 4]}
    assert said["returns"].values == {"count": 3, "of": 6}
    assert (said["new"].share, said["new"].values) == (2 / 9, {"count": 2, "offered": 9})
    assert said["refused"].values == {"category": "church", "count": 2}


def test_nothing_learned_is_nothing_said() -> None:
    """And trying nothing new is said as that."""
    assert portrait([], [], new_offered=0, new_tried=0) == []
    assert [one.code for one in portrait([], [], new_offered=4, new_tried=0)] == ["new_none"]
