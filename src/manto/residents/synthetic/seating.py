"""Give people of wanted ages a seat from the stock of ages that the pyramid leaves."""

from __future__ import annotations

import numpy as np

from manto.residents.synthetic.chance import Whole, ranks_within

NOBODY = -1


def seat(wanted: Whole, youngest: Whole, oldest: Whole, stock: Whole) -> Whole:
    """Give each the age in stock that lies nearest to the wanted one, first come, first served.

    Args:
        wanted: The age each would best have.
        youngest: The lowest age each may have.
        oldest: The highest age each may have.
        stock: How many people of each age are still free; what is given out is taken off it in place.

    Returns:
        The ages given; `NOBODY` where no age within the limits is left.

    >>> stock = np.array([0, 0, 1, 1])
    >>> two = np.array([2, 2])
    >>> seat(two, two, two + 1, stock).tolist(), stock.tolist()
    ([2, 3], [0, 0, 0, 0])
    """
    given = np.full(len(wanted), NOBODY, dtype=np.int64)
    aim = np.clip(wanted, youngest, oldest)
    waiting = np.flatnonzero(youngest <= oldest)
    reach = int(np.max(oldest - youngest, initial=0))
    for step in range(2 * reach + 1):
        if not len(waiting):
            break
        tried = aim[waiting] + ((step + 1) // 2 if step % 2 else -(step // 2))
        possible = (tried >= youngest[waiting]) & (tried <= oldest[waiting])
        people, tried = waiting[possible], tried[possible]
        order = np.argsort(tried, kind="stable")
        people, tried = people[order], tried[order]
        served = ranks_within(tried) < stock[tried]
        given[people[served]] = tried[served]
        stock -= np.bincount(tried[served], minlength=len(stock))
        waiting = waiting[given[waiting] == NOBODY]
    return given


def match_in_order(wanted: np.ndarray, ages: Whole) -> Whole:
    """Give the youngest age to whoever wants the lowest, and so on: each age goes out exactly once.

    >>> match_in_order(np.array([30.5, 2.0, 11.0]), np.array([3, 10, 41])).tolist()
    [41, 3, 10]
    """
    matched = np.empty(len(ages), dtype=np.int64)
    matched[np.argsort(wanted, kind="stable")] = np.sort(ages, kind="stable")
    return matched
