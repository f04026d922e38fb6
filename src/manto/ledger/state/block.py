"""Blocks: how one state becomes the next.

`apply` is a function of its arguments and of nothing else, so every node that has the same statements in the same order
reaches the same map root. A statement that is in a block and must not be is *void*: it stays in the log, has no effect,
and every node says the same of it. A node that admits before it promises never makes one; a lying one gains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from manto.kernel.errors import Conflict, MantoError, Unavailable
from manto.ledger.map import record_key
from manto.ledger.map.page import Page
from manto.ledger.map.page_bytes import MapDamaged
from manto.ledger.state.admission import admit
from manto.ledger.state.draft import Draft, draft_after
from manto.ledger.state.state import State
from manto.ledger.statements.entries import BlockHeader


class BlockOutOfOrder(Conflict):
    """A block is not the next one."""


@dataclass(frozen=True)
class Block:
    """Statements in the order that the sequencer decided.

    Attributes:
        height: One more than that of the block before.
        time_s: When it was made, seconds since 1970.
        statements: Their envelopes, as they came.
    """

    height: int
    time_s: int
    statements: Sequence[bytes]


@dataclass(frozen=True)
class Void:
    """A statement of a block that had no effect.

    Attributes:
        index: Its place in the log.
        why: What it was refused for.
    """

    index: int
    why: MantoError


@dataclass(frozen=True)
class Transition:
    """What a block did.

    Attributes:
        state: The ledger after it.
        header: The block's last entry.
        pages: The map's topmost page, which the store must be given; None when no record changed.
        placed: Where in the log each statement stands that had an effect; the archive must be told before the next block.
        void: Statements that had no effect.
    """

    state: State
    header: BlockHeader
    pages: Page | None
    placed: Mapping[bytes, int]
    void: tuple[Void, ...]


def apply(state: State, block: Block, known_good: set[bytes] | None = None) -> Transition:
    """Give the state after a block; the state given stays as it is.

    Args:
        known_good: Signatures that this node checked when it admitted the statements; see `check_signatures`.

    Raises:
        BlockOutOfOrder: The block is not the next one, or its time goes back.
        StatementMissing: This node lacks a statement that the block builds on.
        MapDamaged: The stored map is not what the root says.
    """
    if block.height != state.height + 1 or block.time_s < state.time_s:
        raise BlockOutOfOrder(
            f"Block {block.height} does not follow block {state.height}, or its time goes back.",
            "Give the blocks in their order.",
        )
    draft, void = draft_after(state, block.time_s, known_good), list[Void]()
    for raw in block.statements:
        try:
            admit(draft, raw)
        except (Unavailable, MapDamaged):
            raise  # this node cannot judge: it stops, and must not say "void"
        except MantoError as why:
            void.append(Void(draft.next_index, why))
            draft.voided += 1
    return sealed(draft, tuple(void))


def sealed(draft: Draft, void: tuple[Void, ...] = ()) -> Transition:
    """Close a block: give its header and the state after it."""
    before = draft.state
    values = {record_key(record): head.to_value() for record, head in draft.heads.items()}
    successor = before.map.updated(values, draft.height)
    count = draft.next_index - before.size
    header = BlockHeader(draft.height, draft.time_s, count, before.header_hash, successor.map.root)
    after = replace(
        before,
        map=successor.map,
        height=draft.height,
        time_s=draft.time_s,
        size=before.size + count + 1,
        header_hash=header.hash,
        constitution=draft.constitution,
        acts=before.acts + tuple(draft.acts),
    )
    return Transition(after, header, successor.pages, dict(draft.admitted), void)
