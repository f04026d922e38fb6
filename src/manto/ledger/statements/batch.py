"""Batch signatures: an agency signs a thousand statements once, and each can still be checked alone."""

from __future__ import annotations

from collections.abc import Sequence

from manto.ledger.keys import Signer
from manto.ledger.log.merkle import leaf_hash, node_hash
from manto.ledger.statements.cose import BatchPlace, Signature, signature_structure, signer_header


def batch_signatures(payloads: Sequence[bytes], pair: Signer) -> list[Signature]:
    """Endorse many payloads with one signature over the root of their Merkle tree.

    Args:
        payloads: One or more, each the payload of a statement.

    Returns:
        A signature for each, in the same order: the same 64 bytes with each payload's own way to the root.

    Source: RFC 9942; the tree is that of RFC 9162.
    """
    levels = [[leaf_hash(payload) for payload in payloads]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append(above + below[len(above) * 2 :])
    header = signer_header(pair.public_key, batch=True)
    signature = pair.sign(signature_structure(header, levels[-1][0]))
    return [
        Signature(pair.public_key, signature, BatchPlace(len(payloads), index, _path(levels, index)))
        for index in range(len(payloads))
    ]


def _path(levels: list[list[bytes]], index: int) -> tuple[bytes, ...]:
    path = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return tuple(path)
