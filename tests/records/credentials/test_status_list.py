"""Status lists: a bit pattern for everybody, signed, the same for all who ask."""

from __future__ import annotations

import zlib
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.ledger.paper.lists import BadList, Standing
from manto.records.credentials.jose import base64url, from_base64url, new_key, sign_token
from manto.records.credentials.status_list import (
    PLACES,
    StatusList,
    decoys,
    list_hash,
    open_status_list,
    sign_status_list,
)

KEY = new_key()
ADDRESS = "https://mantova.example/status/1"
NOW_S = 1_790_000_000


def signed(of: StatusList | None = None, **changes: Any) -> str:
    options: dict[str, Any] = {"key_id": "k", "at_s": NOW_S, "lasts_s": 86_400} | changes
    return sign_status_list(of or StatusList.empty(), ADDRESS, KEY, **options)


@given(st.dictionaries(st.integers(0, PLACES - 1), st.sampled_from(Standing), max_size=50))
def test_a_list_says_what_was_set_and_nothing_else(chosen: dict[int, Standing]) -> None:
    """After signing, publishing and opening."""
    of = StatusList.empty()
    for place, standing in chosen.items():
        of.set(place, standing)

    opened = open_status_list(signed(of), ADDRESS, KEY, NOW_S + 60)

    assert opened.made_s == NOW_S
    assert len(opened.packed) * 4 == PLACES
    assert {place: opened.at(place) for place in chosen} == chosen
    ended = sum((byte >> shift & 3) != 0 for byte in opened.packed for shift in (0, 2, 4, 6))
    assert ended == sum(standing is not Standing.VALID for standing in chosen.values())


def test_two_bits_a_place_as_the_draft_shows() -> None:
    """The example of section 4.2: statuses 1 2 0 3 0 1 0 1 1 2 3 3 are the bytes c9 44 f9."""
    of = StatusList.empty(12)
    for place, value in enumerate((1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)):
        of.set(place, value)  # type: ignore[arg-type]

    assert of.packed.hex() == "c944f9"
    assert of.at(3) is Standing.INVALID  # a value of the application's own is not one of ours: not to be relied on


def test_a_hundred_thousand_places_fit_where_a_phone_keeps_them() -> None:
    """With two thousand ended and as many decoys, the list is below 10 kB."""
    draw = Random(1)
    of = StatusList.empty()
    taken = {draw.randrange(PLACES) for _ in range(20_000)}
    for place in sorted(taken)[:2_000]:
        of.set(place, Standing.INVALID)
    for place, standing in decoys(2_000, lambda one: one not in taken, draw.randrange):
        of.set(place, standing)

    assert len(signed(of)) < 10_000 * 4 / 3


def test_decoys_stand_only_where_nobody_does() -> None:
    """A decoy on somebody's place would end their credential."""
    taken = set(range(0, 100, 2))

    chosen = decoys(30, lambda one: one not in taken, Random(2).randrange, places=100)

    assert len(chosen) == 30
    assert not {place for place, _ in chosen} & taken
    assert {standing for _, standing in chosen} == {Standing.INVALID, Standing.SUSPENDED}


@pytest.mark.parametrize("place", [-1, PLACES, 10**9])
def test_a_place_that_is_not_there_is_refused(place: int) -> None:
    """Never answered by chance with another's."""
    with pytest.raises(BadInput):
        StatusList.empty().at(place)


def of_content(**changes: Any) -> str:
    content = {"bits": 2, "lst": base64url(zlib.compress(bytes(10)))} | changes.pop("content", {})
    claims = {"sub": ADDRESS, "iat": NOW_S, "exp": NOW_S + 60, "status_list": content} | changes
    return sign_token({"typ": "statuslist+jwt"}, claims, KEY)


@pytest.mark.parametrize(
    ("why", "compact"),
    [
        ("of another address", of_content(sub="https://mantova.example/status/2")),
        ("over", of_content(exp=NOW_S)),
        ("another type", sign_token({"typ": "JWT"}, {"sub": ADDRESS}, KEY)),
        (
            "another issuer",
            sign_status_list(StatusList.empty(), ADDRESS, new_key(), key_id="k", at_s=NOW_S, lasts_s=60),
        ),
        ("other bits", of_content(content={"bits": 1})),
        ("no time", of_content(iat="now")),
        ("no list", of_content(content={"lst": None})),
        ("not compressed", of_content(content={"lst": "AAAA"})),
        ("cut off", of_content(content={"lst": base64url(zlib.compress(bytes(1000))[:-6])})),
        (
            "grows without end",
            of_content(content={"lst": base64url(zlib.compress(bytes(50_000_000), 9))}),
        ),
    ],
)
def test_a_list_that_is_not_what_it_says_is_refused(why: str, compact: str) -> None:
    """By name."""
    with pytest.raises(BadList):
        open_status_list(compact, ADDRESS, KEY, NOW_S)


def test_the_hash_names_the_list_as_it_was_published() -> None:
    """One other place, another hash."""
    of = StatusList.empty()
    before = list_hash(signed(of))
    of.set(7, Standing.INVALID)

    assert list_hash(signed(of)) != before
    assert len(from_base64url(base64url(before))) == 32
