"""Where residents were born, and where newcomers lived before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from manto.residents.synthetic.ages import Days
from manto.residents.synthetic.chance import Chance, Flags, Whole

BORN_HERE, NEWCOMERS_BORN_HERE = 0.62, 0.06  # of those with the city's own citizenship
FROM_ABROAD = 0.5  # of the foreign newcomers, how many come straight from another country
BORN_AFTER_PARENTS_CAME_YEARS = 12  # a younger child of foreign parents was born here


@dataclass(frozen=True)
class Origins:
    """Per resident, positions in `municipalities`; the flags say for whom they are known."""

    municipalities: tuple[str, ...]
    birth_place: Whole
    birth_place_known: Flags
    previous: Whole
    previous_known: Flags


def make_origins(
    newcomer: Flags,
    own_citizen: Flags,
    born: Days,
    city: str,
    previous_municipalities: Sequence[str],
    *,
    on: date,
    seed: int,
) -> Origins:
    """Say where residents come from; a place abroad is unknown, and so is a birth here when the city has no name."""
    chance, residents = Chance(seed, "origins"), len(newcomer)
    municipalities = (*previous_municipalities, city) if city else tuple(previous_municipalities)
    elsewhere = np.floor(len(previous_municipalities) * chance.uniforms(residents)).astype(np.int64)
    previous = np.floor(len(previous_municipalities) * chance.uniforms(residents)).astype(np.int64)
    young = born > np.datetime64(on, "D") - np.timedelta64(BORN_AFTER_PARENTS_CAME_YEARS * 365, "D")
    here = np.where(own_citizen, BORN_HERE, np.where(young, 1.0, 0.0))
    here = np.where(newcomer, NEWCOMERS_BORN_HERE * own_citizen, here)
    born_here = chance.uniforms(residents) < here
    return Origins(
        municipalities=municipalities,
        birth_place=np.where(born_here, len(municipalities) - 1, elsewhere),
        birth_place_known=(born_here & bool(city)) | (~born_here & own_citizen),
        previous=previous,
        previous_known=newcomer & (own_citizen | (chance.uniforms(residents) >= FROM_ABROAD)),
    )
