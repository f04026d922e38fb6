"""Policies: which logs and witnesses somebody trusts, and how many of them it takes. Source: C2SP tlog-policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from manto.ledger.log.checkpoints import Signature, SignedCheckpoint, check_signatures, open_checkpoint
from manto.ledger.log.errors import MalformedKey, MalformedPolicy, NotCosigned
from manto.ledger.log.keys import KeyKind, PublicKey, parse_vkey

POLICY_BYTES_MAX = 1_000_000


@dataclass(frozen=True)
class Peer:
    """A log or a witness, and where it can be reached, if that is said."""

    key: PublicKey
    url: str | None = None


@dataclass(frozen=True)
class Group:
    """Names of witnesses and groups, and how many of them must have seen a checkpoint."""

    needed: int
    members: tuple[str, ...]


@dataclass
class Policy:
    """What makes a checkpoint good enough.

    Attributes:
        logs: A checkpoint must be signed by one of these.
        witnesses: By the name that the policy gives each.
        groups: By name.
        quorum: The witness or group that must have cosigned; none when the log's own signature is enough.
    """

    logs: list[Peer] = field(default_factory=list)
    witnesses: dict[str, Peer] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None

    def open(self, data: bytes) -> tuple[SignedCheckpoint, tuple[Signature, ...]]:
        """Read a checkpoint, and check that a known log and enough witnesses signed it.

        Raises:
            MalformedNote: It is not a checkpoint.
            NotProven: No known log signed it, or a known key's signature does not hold.
            NotCosigned: Too few witnesses did.
        """
        opened = open_checkpoint(data, [log.key for log in self.logs])
        return opened, self.check(opened)

    def check(self, opened: SignedCheckpoint) -> tuple[Signature, ...]:
        """Check that enough witnesses have cosigned; give those that did.

        Raises:
            NotProven: A witness's signature does not hold.
            NotCosigned: Too few have.
        """
        keys = [witness.key for witness in self.witnesses.values()]
        held = check_signatures(opened.note, opened.checkpoint, keys)
        by = {signature.key for signature in held}
        if self.quorum is not None and not self.seen(self.quorum, by):
            seen = [name for name, witness in self.witnesses.items() if witness.key in by]
            raise NotCosigned(
                f"The checkpoint of {opened.checkpoint.size} entries has been seen by {', '.join(seen) or 'no witness'};"
                f" the policy asks for {self.quorum!r}.",
                "Wait for the witnesses and fetch it again; if they stay silent, ask the log's operator why.",
            )
        return held

    def seen(self, name: str, by: Iterable[PublicKey]) -> bool:
        """Tell whether a witness, or enough of a group, is among those who cosigned."""
        if name in self.witnesses:
            return self.witnesses[name].key in set(by)
        group = self.groups[name]
        return sum(self.seen(member, by) for member in group.members) >= group.needed


def parse_policy(data: bytes) -> Policy:
    """Read a policy file.

    Raises:
        MalformedPolicy: A line cannot be used; names the line.
    """
    if len(data) > POLICY_BYTES_MAX:
        raise MalformedPolicy(f"The policy is {len(data)} bytes; {POLICY_BYTES_MAX} are the most read.", "Shorten it.")
    reading = _Reading()
    for number, line in enumerate(data.split(b"\n"), start=1):
        if any((octet < 0x20 and octet != 0x09) or octet == 0x7F for octet in line):
            raise MalformedPolicy(f"Line {number} of the policy has a control character.", "Remove it.")
        # Names are octets to the format: whatever is not UTF-8 is kept as it is.
        words = line.decode("utf-8", "surrogateescape").replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reading.take(words)
        except (MalformedPolicy, MalformedKey) as error:
            raise MalformedPolicy(
                f"Line {number} of the policy cannot be used: {error.what}", error.next_step
            ) from None
    if not reading.has_quorum:
        raise MalformedPolicy("The policy has no quorum line.", "Add one: quorum NAME, or quorum none.")
    return reading.policy


class _Reading:
    """A policy, as far as it has been read."""

    def __init__(self) -> None:
        self.policy = Policy()
        self.has_quorum = False
        self._members: set[str] = set()
        self._keys: dict[str, set[bytes]] = {"log": set(), "witness": set()}

    def take(self, words: list[str]) -> None:
        """Take in one line."""
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                self.policy.logs.append(self._peer("log", vkey, url))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._must_be_new(name)
                self.policy.witnesses[name] = self._peer("witness", vkey, url)
            case ["group", name, needed, *members] if members:
                self._must_be_new(name)
                self.policy.groups[name] = Group(self._threshold(needed, members), tuple(members))
            case ["quorum", name]:
                self._take_quorum(name)
            case _:
                raise MalformedPolicy(f"{' '.join(words)[:60]!r} is not a line of a policy.", _FORMS)

    def _peer(self, role: str, vkey: str, url: list[str]) -> Peer:
        key = parse_vkey(vkey)
        if role == "witness" and not key.kind.is_cosignature:
            raise MalformedPolicy(
                f"the key of {key.name} is not a cosigner's.", "Give the witness's key of type 0x04 or 0x06."
            )
        if role == "log" and key.kind is KeyKind.COSIGNATURE:
            raise MalformedPolicy(f"the key of {key.name} is a witness's.", "Give the log's key of type 0x01 or 0x06.")
        if key.material in self._keys[role]:
            raise MalformedPolicy(f"the key of {key.name} is there twice.", "Keep one of the two lines.")
        self._keys[role].add(key.material)
        return Peer(key, url[0] if url else None)

    def _must_be_new(self, name: str) -> None:
        if name == "none" or name in self.policy.witnesses or name in self.policy.groups:
            raise MalformedPolicy(f"the name {name!r} is taken.", "Give each witness and each group its own name.")

    def _must_be_known(self, name: str) -> None:
        if name not in self.policy.witnesses and name not in self.policy.groups:
            raise MalformedPolicy(f"{name!r} is not defined above.", "Define it on an earlier line.")

    def _threshold(self, needed: str, members: list[str]) -> int:
        for member in members:
            self._must_be_known(member)
            if member in self._members:
                raise MalformedPolicy(f"{member!r} is a member twice.", "Let each witness count in one group only.")
            self._members.add(member)
        if needed in ("any", "all"):
            return 1 if needed == "any" else len(members)
        if not (needed.isascii() and needed.isdigit() and 1 <= int(needed[:9]) <= len(members)):
            raise MalformedPolicy(
                f"{needed!r} of {len(members)} members cannot be asked.", "Give any, all, or a number."
            )
        return int(needed)

    def _take_quorum(self, name: str) -> None:
        if self.has_quorum:
            raise MalformedPolicy("there is a quorum line already.", "Keep one quorum line.")
        if name != "none":
            self._must_be_known(name)
            self.policy.quorum = name
        self.has_quorum = True


_FORMS = "Begin each line with log, witness, group or quorum, as C2SP tlog-policy says; comments begin with #."
