"""The town's log with its keys and two witnesses, in memory; and proofs from it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "state"))

from town import ORIGIN, Town, new_town, pair

from manto.ledger.bodies import commit
from manto.ledger.bundle import Bundle, make_bundle
from manto.ledger.log.checkpoints import Checkpoint, sign_checkpoint
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.merkle import inclusion_proof, leaf_hash, root_of
from manto.ledger.log.notes import Note
from manto.ledger.log.policy import Policy, parse_policy
from manto.ledger.log.proofs import LogProof
from manto.ledger.statements import Kind


def secret(name: str, kind: KeyKind) -> SecretKey:
    """Give a log or witness key of its own."""
    return SecretKey(name, kind, sha256(f"{name} {kind}".encode()).digest())


LOG_KEY = secret(ORIGIN, KeyKind.NOTE)
WITNESSES = (
    secret("witness.cremona.example", KeyKind.COSIGNATURE),
    secret("witness.court.example", KeyKind.COSIGNATURE_ML_DSA),
)
POLICY_TEXT = "\n".join(
    [
        f"log {LOG_KEY.public}",
        f"witness cremona {WITNESSES[0].public}",
        f"witness court {WITNESSES[1].public}",
        "group both all cremona court",
        "quorum both",
        "",
    ]
)


def policy() -> Policy:
    """Trust the town's log when both witnesses have seen it."""
    return parse_policy(POLICY_TEXT.encode())


@dataclass
class TownLog:
    """The log of a town, all of it in memory."""

    town: Town
    signers: tuple[SecretKey, ...] = (LOG_KEY, *WITNESSES)
    seen_s: int | None = None

    def signed(self, size: int, root: bytes) -> bytes:
        """Sign a head of the log by the log and its witnesses."""
        head = Checkpoint(ORIGIN, size, root)
        at_s = self.town.state.time_s + 20 if self.seen_s is None else self.seen_s
        lines = tuple(sign_checkpoint(head, key, at_s) for key in self.signers)
        return Note(head.text, lines).to_bytes()

    @property
    def checkpoint(self) -> bytes:
        """The newest checkpoint; made once for each size, as a log does."""
        leaves = [leaf_hash(entry) for entry in self.town.entries]
        made: dict[int, bytes] = self.__dict__.setdefault("_made", {})
        if len(leaves) not in made:
            made[len(leaves)] = self.signed(len(leaves), root_of(leaves))
        return made[len(leaves)]

    def prove(self, index: int) -> LogProof:
        """Prove an entry under the newest checkpoint."""
        leaves = [leaf_hash(entry) for entry in self.town.entries]
        path = inclusion_proof(
            index, len(leaves), lambda height, at: root_of(leaves[at << height : (at + 1) << height])
        )
        return LogProof(index, tuple(path), self.checkpoint)

    def entry(self, index: int) -> bytes:
        """Give an entry."""
        return self.town.entries[index]

    def bundle(self, record: str, **options: Any) -> Bundle:
        """Prove how a record stands."""
        return make_bundle(record, self, self.town.pages, self.town.archive, **options)


TITLE = "land-title/E897-45-312"
FIELDS = commit(
    {"area_m2": 118, "holder": "Anna Gonzaga", "price_cents": 21_500_000, "zone": "Valletta Valsecchi"},
    {name: sha256(name.encode()).digest()[:16] for name in ("area_m2", "holder", "price_cents", "zone")},
)


def a_town_with_a_sale() -> Town:
    """Make a town where Paolo's flat was sold to Anna, among other things."""
    town = new_town()
    town.file(TITLE, Kind.ISSUE, "registrar", holders=(pair("paolo").public_key,))
    town.file("lien/E897-99-1", Kind.ISSUE, "bank")
    holders = (pair("anna").public_key,)
    signers = ("registrar", "notary", "paolo", "anna")
    town.file(TITLE, Kind.TRANSFER, *signers, holders=holders, fields=FIELDS.root, reason="Rep. 1204, notaio Rossi")
    town.file("birth/1", Kind.ISSUE, "clerk")
    town.file("passport/1", Kind.ISSUE, "clerk", "second clerk", until_s=town.time_s + 86_400)
    town.file("birth/2", Kind.ISSUE, "clerk")
    town.file("passport/2", Kind.ISSUE, "clerk", "second clerk")
    town.file("passport/2", Kind.REVOKE, "clerk", reason="lost")
    return town
