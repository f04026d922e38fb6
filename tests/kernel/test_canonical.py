"""One byte form per value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.canonical import canonical_json, digest
from manto.kernel.errors import BadInput

scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(st.dictionaries(st.text(), values))
def test_the_order_of_keys_does_not_matter(value: dict) -> None:
    """Two objects with the same members have the same bytes."""
    turned = dict(reversed(value.items()))

    assert canonical_json(turned) == canonical_json(value)
    assert digest(turned) == digest(value)


def test_keys_sort_as_javascript_sorts_them() -> None:
    """RFC 8785 section 3.2.3 sorts by UTF-16 code units: its own example."""
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}

    written = canonical_json(value).decode()

    assert [written.index(f":{n}") for n in (2, 4, 6, 7, 1, 5, 3)] == sorted(
        written.index(f":{n}") for n in range(1, 8)
    )


@pytest.mark.parametrize("value", [1.5, {"a": {1: 2}}, 2**53, b"x", {"a": object()}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    """Fractions, huge numbers, bytes and strange keys are told apart from signing them wrongly."""
    with pytest.raises(BadInput):
        canonical_json(value)  # type: ignore[arg-type]
