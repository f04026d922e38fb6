"""Identifiers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.ids import time_ordered_id, unguessable_id

moments = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(moments, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_later_identifier_sorts_later(at: datetime, one: bytes, other: bytes) -> None:
    """Whatever the random part, a millisecond is enough."""
    earlier, later = time_ordered_id(at, one), time_ordered_id(at + timedelta(milliseconds=2), other)

    assert str(earlier) < str(later)
    assert (earlier.version, earlier.variant) == (7, "specified in RFC 4122")


def test_an_unguessable_identifier_does_not_repeat() -> None:
    """128 bits from the operating system."""
    assert len({unguessable_id() for _ in range(1000)}) == 1000
