"""A small town with a ledger, for tests: four agencies, their officers, a few people, and clocks that obey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from manto.ledger.keys import KeyPair
from manto.ledger.map import MemoryPages, PageStore, SparseMap, record_key
from manto.ledger.state import Block, MemoryArchive, State, Transition, admit, apply, draft_after
from manto.ledger.statements import (
    Kind,
    Statement,
    Status,
    encode_cbor,
    envelope,
    parse_entry,
    parse_envelope,
    parse_statement,
    sign_payload,
)

ORIGIN = "ledger.mantova.example/2026"
START_S = 1_780_000_000
STATUS_AFTER = {
    Kind.ISSUE: Status.ACTIVE,
    Kind.AMEND: Status.ACTIVE,
    Kind.TRANSFER: Status.ACTIVE,
    Kind.SUSPEND: Status.SUSPENDED,
    Kind.REINSTATE: Status.ACTIVE,
    Kind.REVOKE: Status.REVOKED,
    Kind.ANNUL: Status.ANNULLED,
    Kind.EXPIRE: Status.EXPIRED,
    Kind.DISPUTE: Status.DISPUTED,
}
KEPT = ("holders", "fields", "body", "until_s")

ROLES = {
    "land office": ["land.registrar", "lien.bank"],
    "notaries": ["notary"],
    "registry": ["civil.registrar", "passport.officer"],
    "court": ["court"],
}
REGISTRAR = ["role", "land.registrar"]
SALE = ["all", REGISTRAR, ["role", "notary"], ["holders"], ["new-holders"]]
RULES: dict[str, Any] = {
    "name": "test",
    "registers": {
        "land-title": {
            "endorse": {
                "issue": REGISTRAR,
                "amend": REGISTRAR,
                "transfer": ["any", SALE, ["role", "court"]],
                "dispute": ["any", REGISTRAR, ["holders"]],
                "suspend": REGISTRAR,
                "reinstate": REGISTRAR,
                "revoke": REGISTRAR,
                "annul": ["role", "court"],
            },
            "backdate_s_max": 400 * 86_400,
            "blocked_by": {"transfer": ["lien"]},
        },
        "lien": {"endorse": {"issue": ["role", "lien.bank"], "revoke": ["role", "lien.bank"]}},
        "passport": {
            "endorse": {
                "issue": ["role", "passport.officer", 2],
                "suspend": ["role", "passport.officer"],
                "revoke": ["role", "passport.officer"],
                "reinstate": ["role", "passport.officer"],
                "expire": ["role", "passport.officer"],
            },
            "needs": {"issue": ["birth"]},
        },
        "birth": {"endorse": {"issue": ["role", "civil.registrar"]}, "backdate_s_max": 200 * 366 * 86_400},
        "death": {"endorse": {"issue": ["role", "civil.registrar"], "annul": ["role", "civil.registrar"]}},
    },
}


def pair(name: str) -> KeyPair:
    """Give everybody in town a key of their own."""
    return KeyPair.of_seed(sha256(name.encode()).digest())


def governance(names: Iterable[str] = tuple(ROLES), quorum: int = 3, **changes: dict[str, Any]) -> dict[str, Any]:
    """Write the governance record's content; `changes` are put into a member's entry, by name."""
    members = [{"name": name, "key": pair(name).public_key, "roles": ROLES.get(name, [])} for name in names]
    return {"members": [member | changes.get(str(member["name"]), {}) for member in members], "quorum": quorum}


@dataclass
class Town:
    """The ledger as it grows; every step is checked against what the map and the log must say."""

    pages: PageStore = field(default_factory=MemoryPages)
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    entries: list[bytes] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    time_s: int = START_S
    latest: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state = State(ORIGIN, self.archive, SparseMap(self.pages))

    def statement(self, record: str, kind: Kind, **fields: Any) -> Statement:
        """Draw up the next statement about a record, as an honest officer would."""
        prev = self.latest.get(record)
        kept: dict[str, Any] = {}
        if prev is not None:
            before = self.read(prev)
            kept = {name: getattr(before, name) for name in KEPT}
        times = {"effective_s": self.time_s, "signed_s": self.time_s}
        values = {"status": STATUS_AFTER[kind], "prev": prev, **times, **kept, **fields}
        return Statement(ledger=ORIGIN, record=record, kind=kind, **values)

    def signed(self, statement: Statement, *signers: str) -> bytes:
        """Have a statement signed by those named."""
        payload = statement.to_bytes()
        return envelope(payload, [sign_payload(payload, pair(name)) for name in signers]).raw

    def file(self, record: str, kind: Kind, *signers: str, **fields: Any) -> bytes:
        """Draw up a statement, have it signed, put it into a block of its own; give its hash."""
        raw = self.signed(self.statement(record, kind, **fields), *signers)
        admit(draft_after(self.state, self.time_s), raw)
        transition = self.block([raw])
        assert transition.void == ()
        return parse_envelope(raw).hash

    def block(self, raws: Sequence[bytes]) -> Transition:
        """Apply a block of these statements, settle it, and check everything."""
        block = Block(self.state.height + 1, self.time_s, tuple(raws))
        transition = apply(self.state, block)
        for raw in raws:
            self.entries.append(encode_cbor([1, sha256(raw).digest()]))
            of = parse_envelope(raw)
            if of.hash in transition.placed:
                self.archive.keep(of)
                self.archive.place(of.hash, transition.placed[of.hash])
                self.latest[parse_statement(of.payload).record] = of.hash
        self.entries.append(transition.header.to_entry())
        self.pages.keep(block.height, transition.pages)
        self.blocks.append(block)
        self.state = replace(transition.state, map=transition.state.map.settled())
        self.time_s += 60
        self.check_everything()
        return transition

    def read(self, statement_hash: bytes) -> Statement:
        """Read a statement that was recorded."""
        raw = self.archive.statement(statement_hash)
        assert raw is not None
        return parse_statement(parse_envelope(raw).payload)

    def check_everything(self) -> None:
        """Check that log, map and archive say the same of every record."""
        assert self.state.size == len(self.entries)
        header = parse_entry(self.entries[-1])
        assert not isinstance(header, bytes)
        assert header.map_root == self.state.map.root
        assert header.hash == self.state.header_hash
        for record, latest in self.latest.items():
            head = self.state.head(record)
            assert head is not None
            assert head.statement == latest
            assert head.status == self.read(latest).status
            key = record_key(record)
            assert self.state.map.prove(key).checks(header.map_root, key, head.to_value())
        assert self.state.head("land-title/nowhere") is None


def new_town(rules: dict[str, Any] = RULES) -> Town:
    """Found a ledger: four members, their officers, one rule pack in force from block 4."""
    town = Town()
    founding = town.statement("governance/ledger", Kind.ISSUE, content=governance())
    town.block([town.signed(founding, *ROLES)])
    officers = [
        ("land office", "registrar", ["land.registrar"]),
        ("land office", "bank", ["lien.bank"]),
        ("notaries", "notary", ["notary"]),
        ("registry", "clerk", ["civil.registrar", "passport.officer"]),
        ("registry", "second clerk", ["passport.officer"]),
        ("court", "judge", ["court"]),
    ]
    town.block([delegation(town, *officer) for officer in officers])
    town.block([rule_pack(town, rules, from_height=4)])
    return town


def delegation(town: Town, agency: str, officer: str, roles: list[str], **changes: Any) -> bytes:
    """Have an agency delegate an officer's key for a year."""
    content = {"agency": agency, "roles": roles, "from_s": START_S - 10, "until_s": START_S + 365 * 86_400, **changes}
    record = f"delegation/{pair(officer).public_key.hex()}"
    return town.signed(town.statement(record, Kind.ISSUE, content=content), agency)


def rule_pack(town: Town, rules: dict[str, Any], from_height: int, signers: Sequence[str] = tuple(ROLES)) -> bytes:
    """Have a quorum bring a rule pack into force."""
    pack = encode_cbor(rules)
    record = f"rules/{sha256(pack).hexdigest()}"
    content = {"pack": pack, "from_height": from_height}
    return town.signed(town.statement(record, Kind.ISSUE, content=content), *signers)
