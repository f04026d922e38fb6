"""The whole evaluation: read, cut, walk three times, count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from manto.assistant.evaluation.checkins import Checkins, read_checkins
from manto.assistant.evaluation.confidence import confidence
from manto.assistant.evaluation.figures import figures
from manto.assistant.evaluation.split import TEST_LAST, VAL_LAST, Stream, split
from manto.assistant.evaluation.walk import Noted, Plan, Walker
from manto.assistant.preferences import trees
from manto.assistant.preferences.memory import Memory
from manto.kernel.errors import BadInput

PROTOCOLS = {
    "S": "Streaming: everything before the step is known, the time of the step is not.",
    "T": "Streaming, and the time of the step is known: what a phone knows that is asked now.",
    "F": "Train-only: counts and weights stand still after the training part; known besides is the outing so far.",
}
BASELINE = "own Markov then counter"
HARDLY_KNOWN = ((0, 4), (5, 19), (20, 49), (50, None))
LEAST_CHECKINS = 50
Progress = Callable[[str], None]


def evaluate(
    path: Path,
    *,
    told: dict[str, str],
    protocols: str = "STF",
    rows_max: int = 1_000_000,
    least: int = 0,
    plan: Plan | None = None,
    progress: Progress,
) -> dict[str, Any]:
    """Evaluate learned ranking on a file of check-ins.

    Args:
        path: The file.
        told: Which column means what, where names do not tell.
        protocols: Which of S, T and F.
        rows_max: With more check-ins than this, whole residents are drawn at random until they fit.
        least: Places and residents with fewer check-ins are left out first.
        plan: How much is scored.
        progress: Told how far it is.

    Returns:
        JSON values: the file, the rule, and for each protocol figures with intervals beside the two counters.

    Raises:
        BadInput: The file cannot be used.

    """
    plan = plan or Plan()
    began = perf_counter()
    checkins = read_checkins(path, told, progress)
    checkins = _small_enough(_frequent(checkins, least), rows_max, plan.seed)
    if len(checkins) < LEAST_CHECKINS:
        raise BadInput(f"{len(checkins)} check-ins are too few to learn from.", f"Give {LEAST_CHECKINS} or more.")
    stream = split(checkins)
    said = _about(path, stream, plan)
    for protocol in protocols:
        noted = Walker(stream, protocol, plan, progress).walk()
        said["protocols"][protocol] = {"means": PROTOCOLS[protocol], **_counted(noted, stream, plan)}
    said["memory"] = _memory(stream)
    said["seconds"] = round(perf_counter() - began, 1)
    return said


def _about(path: Path, stream: Stream, plan: Plan) -> dict[str, Any]:
    checkins = stream.checkins
    grown = plan.trees and trees.available()
    notes = list(checkins.notes)
    if plan.trees and not grown:
        notes.append("The trees need the extra manto[rerank], which is not installed: the logit's order stands.")
    return {
        "schema": "manto-preferences-evaluation-1",
        "file": path.name,
        "columns": checkins.columns,
        "checkins": len(checkins),
        "residents": checkins.users,
        "places": len(np.unique(checkins.place)),
        "places_ranked": len(checkins.things),
        "categories": checkins.things.categories if checkins.has_categories else 0,
        "rule": stream.rule,
        "reported": "validation part" if plan.validate else "test part",
        "train": int(np.count_nonzero(stream.part == 0)),
        "plan": asdict(plan),
        "trees": grown,
        "notes": notes,
        "protocols": {},
    }


def _frequent(checkins: Checkins, least: int) -> Checkins:
    """Leave out places, then residents, with fewer check-ins than asked for."""
    if least <= 1:
        return checkins
    enough = np.bincount(checkins.place)[checkins.place] >= least
    enough &= np.bincount(checkins.user, enough)[checkins.user] >= least
    note = f"Places and residents with fewer than {least} check-ins are left out."
    return checkins.taken(enough, note).with_places_renumbered()


def _small_enough(checkins: Checkins, rows_max: int, seed: int) -> Checkins:
    if len(checkins) <= rows_max:
        return checkins
    per_user = np.bincount(checkins.user)
    order = np.random.default_rng(seed).permutation(len(per_user))
    taken = order[np.cumsum(per_user[order]) <= rows_max]
    note = (
        f"Of {len(checkins):,} check-ins those of {len(taken):,} residents drawn at random (seed {seed}) are used: "
        "--rows-max raises that."
    )
    return checkins.taken(np.isin(checkins.user, taken), note).with_places_renumbered()


def _counted(noted: Noted, stream: Stream, plan: Plan) -> dict[str, Any]:
    at = np.array(noted.at, int)
    ranks = {name: np.array(values) for name, values in noted.ranks.items() if len(values) == len(at)}
    residents, returns, rows = stream.checkins.user[at], np.array(noted.returns, bool), np.array(noted.rows)
    among = np.array(noted.among, bool)

    def of(which: np.ndarray) -> dict[str, Any]:
        return figures({name: values[which] for name, values in ranks.items()}, residents[which], against=BASELINE)

    last = stream.role[at] == (VAL_LAST if plan.validate else TEST_LAST)
    said: dict[str, Any] = {
        "last_of_an_outing": of(last),
        "returns": of(last & returns),
        "first_visits": of(last & ~returns),
        "all_positions": of(np.ones(len(at), bool)),
        "by_rows_known": {
            f"{low} to {high}" if high is not None else f"{low} or more": of(
                (rows >= low) & (rows <= (high if high is not None else 10**9))
            )
            for low, high in HARDLY_KNOWN
        },
        "recall_of_returns": _share(among[returns]),
        "recall_of_first_visits": _share(among[~returns]),
        "rank_us": round(noted.rank_us, 1),
        "learn_us": round(noted.learn_us, 1),
    }
    new_at = np.array(noted.new_at, int)
    new_ranks = {name: np.array(values) for name, values in noted.new_ranks.items()}
    said["discovery"] = figures(new_ranks, stream.checkins.user[new_at], against="nearest first" if len(new_at) else "")
    if not plan.validate:  # chances are fitted on the validation part, and judged on the test part
        said["confidence"] = confidence(*(_tops(noted, part) for part in (1, 2)))
    return said


def _tops(noted: Noted, part: int) -> tuple[np.ndarray, np.ndarray]:
    tops = noted.tops.get(part, [])
    return np.array([share for share, _ in tops]), np.array([right for _, right in tops], bool)


def _share(which: np.ndarray) -> float | None:
    return round(float(which.mean()), 4) if len(which) else None


def _memory(stream: Stream) -> dict[str, Any]:
    """Measure what residents' own rows take, over all of them."""
    memory = Memory(stream.checkins.things)
    for user, place, local in zip(
        stream.checkins.user.tolist(), stream.checkins.place.tolist(), stream.checkins.local.tolist(), strict=True
    ):
        rows = memory.residents.setdefault(user, memory.rows(user))
        quarter = int(local // 900)
        if not rows.count or quarter >= rows.quarters[-1]:
            rows.append(place, quarter, int(stream.checkins.things.category[place]))
    sizes = [rows.bytes_held() for rows in memory.residents.values()]
    stored = [8 * rows.count for rows in memory.residents.values()]
    return {
        "bytes_per_resident_mean": round(float(np.mean(sizes))),
        "bytes_per_resident_stored": round(float(np.mean(stored))),
        "rows_per_resident_mean": round(float(np.mean([rows.count for rows in memory.residents.values()])), 1),
    }
