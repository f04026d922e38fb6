"""Make the vectors that the Python and the TypeScript verifier share.

    python tests/vectors/ledger/make_vectors.py

Run it only when a form changes: ML-DSA signatures are drawn anew each time. `ed25519.json` and `cbor.json` say what is
accepted; the expectations were worked out here from the definitions, not by the code under test. In `bundles.json` the
good bundles come from the town of the tests; every bad one is a good one with one thing wrong, which its name says.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha512
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEDGER_TESTS = HERE.parents[1] / "ledger"
sys.path[:0] = [str(LEDGER_TESTS / "bundle"), str(LEDGER_TESTS / "log"), str(LEDGER_TESTS / "state")]

from test_ed25519_rule import BASE, encodings_of_small_order, on_curve, times
from test_ed25519_rule import add as add_points
from town_log import FIELDS, LOG_KEY, POLICY_TEXT, TITLE, WITNESSES, TownLog, a_town_with_a_sale, pair

from manto.ledger.bundle import Bundle
from manto.ledger.log import ed25519
from manto.ledger.log.ed25519 import FIELD_PRIME, GROUP_ORDER, SMALL_ORDER_Y
from manto.ledger.log.notes import parse_note
from manto.ledger.map import record_key
from manto.ledger.state import Head
from manto.ledger.statements import (
    BlockHeader,
    Kind,
    Status,
    envelope,
    parse_envelope,
    parse_statement,
    sign_payload,
    statement_entry,
)
from manto.ledger.statements.cbor import encode_cbor

Point = tuple[int, int]


def encoded(point: Point) -> bytes:
    """Write a point as RFC 8032 does."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def challenge(*parts: bytes) -> int:
    """Hash to a number below the group order."""
    return int.from_bytes(sha512(b"".join(parts)).digest(), "little") % GROUP_ORDER


def ed25519_cases() -> list[dict[str, Any]]:
    """Make signatures that all libraries accept, that none does, and on which they differ."""
    cases: list[dict[str, Any]] = []

    def case(why: str, accepted: bool, key: bytes, message: bytes, signature: bytes) -> None:
        hexes = {"key": key.hex(), "message": message.hex(), "signature": signature.hex()}
        cases.append({"why": why, "accepted": accepted, **hexes})

    seed = bytes(range(32))
    key = ed25519.public_key_of(seed)
    for message in (b"", b"deed", bytes(300)):
        case("a plain signature", True, key, message, ed25519.sign(message, seed))
        case("over another message", False, key, message + b"!", ed25519.sign(message, seed))
    good = ed25519.sign(b"deed", seed)
    longer = int.from_bytes(good[32:], "little") + GROUP_ORDER
    case("S not below the group order", False, key, b"deed", good[:32] + longer.to_bytes(32, "little"))
    case("a signature of 63 bytes", False, key, b"deed", good[:63])
    case("a key of 31 bytes", False, key[:31], b"deed", good)
    for point in encodings_of_small_order():
        case("a key of small order", False, point, b"deed", (1).to_bytes(32, "little") + bytes(32))
        case("R of small order", False, key, b"deed", point + bytes(32))
    for y in range(19):
        longer_y = (FIELD_PRIME + y).to_bytes(32, "little")
        case("a key not in its shortest form", False, longer_y, b"deed", good)
        case("R not in its shortest form", False, key, b"deed", longer_y + good[32:])
    off_curve = next(y for y in range(2, 100) if on_curve(y) is None)
    case("a key that is no point", False, off_curve.to_bytes(32, "little"), b"deed", good)
    torsion = next(point for y in SMALL_ORDER_Y if (point := on_curve(y)) and times(4, point) != (0, 1))
    secret, nonce = 0x1234567890ABCDEF << 60, 0xFEDCBA0987654321 << 61
    mixed = add_points(times(secret, BASE), torsion)
    for n in range(24):
        message = b"mixed key %d" % n
        commitment = times(nonce + n, BASE)
        h = challenge(encoded(commitment), encoded(mixed), message)
        s = (nonce + n + h * secret) % GROUP_ORDER
        # S·B - h·A = R - h·T: R byte for byte only when h takes the torsion away; with the cofactor it always would be.
        holds = h % 8 == 0
        why = "a key with a part of small order" + ("" if holds else ", which only a cofactor would forgive")
        case(why, holds, encoded(mixed), message, encoded(commitment) + s.to_bytes(32, "little"))
    plain = times(secret, BASE)
    for n in range(4):
        message = b"mixed R %d" % n
        commitment = add_points(times(nonce + n, BASE), torsion)
        h = challenge(encoded(commitment), encoded(plain), message)
        s = (nonce + n + h * secret) % GROUP_ORDER
        signature = encoded(commitment) + s.to_bytes(32, "little")
        case(
            "R with a part of small order, which only a cofactor would forgive",
            False,
            encoded(plain),
            message,
            signature,
        )
    return cases


def cbor_cases() -> list[dict[str, Any]]:
    """List encodings that are the one deterministic form of something, and others."""
    good = "00 17 1818 18ff 190100 1a00010000 1b001fffffffffffff 20 3863 3b001ffffffffffffe 40 43010203 60 6161 80 83010203"
    good += (
        " a0 a201020304 a21864012002 a2016161616102 f4 f5 f6 8182820000f6 58180000000000000000000000000000000000000000"
    )
    good += "00000000"
    bad = "1801 190018 1a00000100 1b0000000000000001 5801aa 5f41aa41bbff 9f01ff bf0101ff a2200118640a a202010102 a201010102"
    bad += " a1f501 a14101aa f97e00 f93c00 fb3ff0000000000000 f7 e0 f820 c100 c249010000000000000000 d9010281"
    bad += (
        "01 1b0020000000000000 3b001fffffffffffff 62c328 0101 8201 5affffffff 9b7fffffffffffffff "
        + "81" * 17
        + "01 7801"
    )
    bad += "61 8101ff ff 1c 5c 9e 62ff"
    listed = [{"hex": text, "accepted": True} for text in good.split()]
    return [*listed, *({"hex": text, "accepted": False} for text in bad.split())]


def bundle_cases() -> list[dict[str, Any]]:
    """Make good bundles, and bad ones that are good but for one thing."""
    cases: list[dict[str, Any]] = []
    log = TownLog(a_town_with_a_sale())
    now_s = log.town.state.time_s + 3_600

    def case(
        name: str,
        bundle: Bundle | bytes,
        *,
        error: str = "",
        valid: bool | None = None,
        at_s: int = now_s,
        as_of_s: int = now_s - 3_580,
    ) -> None:
        raw = bundle if isinstance(bundle, bytes) else bundle.to_bytes()
        holds = {"holds": True, "valid": valid, "as_of_s": as_of_s}
        expected = {"holds": False, "error": error} if error else holds
        cases.append({"name": name, "now_s": at_s, "bundle": b64encode(raw).decode(), **expected})

    title = log.bundle(TITLE, shown=[FIELDS.disclose("zone"), FIELDS.disclose("area_m2")])
    absent = log.bundle(TITLE.replace("land-title", "lien"))
    case("a title that is current, two fields shown", title, valid=True)
    case("a title, without authority", log.bundle(TITLE, with_authority=False), valid=True)
    case("no lien on the parcel", absent, valid=True)
    case("a passport that is revoked", log.bundle("passport/2"), valid=False)
    case("a passport before its end", log.bundle("passport/1"), valid=True)
    case("a passport after its end", log.bundle("passport/1"), valid=False, at_s=now_s + 2 * 86_400)
    case("the governance record", log.bundle("governance/ledger"), valid=True)

    case(
        "one witness of two", TownLog(a_town_with_a_sale(), (LOG_KEY, WITNESSES[0])).bundle(TITLE), error="NotCosigned"
    )
    strange = replace(WITNESSES[0], name=LOG_KEY.name, kind=LOG_KEY.kind)
    case(
        "a log that is not ours", TownLog(a_town_with_a_sale(), (strange, *WITNESSES)).bundle(TITLE), error="NotProven"
    )
    note = parse_note(title.checkpoint)
    line = note.signatures[-1]
    touched = replace(line, signature=line.signature[:-1] + bytes([line.signature[-1] ^ 1]))
    changed = replace(note, signatures=(*note.signatures[:-1], touched)).to_bytes()
    case("a witness's signature changed", replace(title, checkpoint=changed), error="NotProven")
    first, size, *rest = title.checkpoint.decode().splitlines(keepends=True)
    swapped = "".join((first, f"{int(size) + 1}\n", *rest)).encode()
    case("a checkpoint with another size", replace(title, checkpoint=swapped), error="NotProven")
    case("a record that is not the map's", replace(absent, record=TITLE), error="NotProven")
    earlier = log.town.state.size - 3
    old_header = replace(title, header=log.town.entries[earlier], header_path=log.prove(earlier).hashes)
    case("an earlier header", old_header, error="NotProven")
    entry = log.town.entries[-2]
    case("an entry in place of the header", replace(title, header=entry), error="NotProven")
    prev = log.town.read(log.town.latest[TITLE]).prev
    assert prev is not None
    index = log.town.archive.index(prev)
    assert index is not None
    superseded = replace(title, statement=log.town.archive.statement(prev), index=index, path=log.prove(index).hashes)
    case("a statement that is not the latest", superseded, error="NotProven")
    assert title.head is not None
    assert title.statement is not None
    assert title.index is not None
    case(
        "a head with another status", replace(title, head=replace(title.head, status=Status.REVOKED)), error="NotProven"
    )
    case("a head with another date", replace(title, head=replace(title.head, since_s=0)), error="NotProven")
    case("a statement at another place", replace(title, index=title.index - 1), error="NotProven")
    case("a path with a hash too many", replace(title, path=(*title.path, bytes(32))), error="NotProven")
    forged_field = replace(title.shown[0], value="Lunetta")
    case("a shown field with another value", replace(title, shown=(forged_field,)), error="NotProven")
    short_salt = replace(title.shown[0], salt=title.shown[0].salt[:15])
    case("a shown field with a short salt", replace(title, shown=(short_salt,)), error="NotProven")
    case("no proof of who the members are", replace(title, authority=title.authority[1:]), error="NotProven")
    moved = replace(title.authority[1], proof=title.authority[0].proof)
    case(
        "a delegation that the map does not hold",
        replace(title, authority=(title.authority[0], moved)),
        error="NotProven",
    )

    back = a_town_with_a_sale()
    record = f"delegation/{pair('registrar').public_key.hex()}"
    back.file(record, Kind.REVOKE, "land office", content={"from_index": 3})
    case("a registrar revoked before the sale", TownLog(back).bundle(TITLE), error="NotProven")
    after = a_town_with_a_sale()
    after.file(record, Kind.REVOKE, "land office", content={"from_index": after.state.size + 1})
    later_s = after.state.time_s + 20
    case("a registrar revoked after the sale", TownLog(after).bundle(TITLE), valid=True, as_of_s=later_s)
    stale = TownLog(a_town_with_a_sale(), (LOG_KEY, WITNESSES[0]), seen_s=1_790_000_000)
    late = parse_note(stale.bundle(TITLE).checkpoint).signatures
    early = parse_note(title.checkpoint)
    mixed = replace(early, signatures=(*early.signatures[:1], late[1], *early.signatures[2:])).to_bytes()
    case("witnesses at two times: the earlier counts", replace(title, checkpoint=mixed), valid=True)

    of = parse_envelope(title.statement)
    resigned = envelope(of.payload, [*of.signatures[1:], sign_payload(of.payload, pair("stranger"))])
    case("a statement signed by others", replace(title, statement=resigned.raw), error="NotProven")
    assert parse_statement(of.payload).record == TITLE
    case("a bad signature that a lying ledger recorded", recorded_by_liars(), error="BadSignature")
    raw = title.to_bytes()
    case("a byte left over", raw + b"\x00", error="MalformedBundle")
    case("a byte too few", raw[:-1], error="MalformedBundle")
    case("nothing", b"", error="MalformedBundle")
    case("another version", raw.replace(b"\x01\x01", b"\x01\x02", 1), error="MalformedBundle")
    case("an empty map", encode_cbor({}), error="MalformedBundle")
    return cases


def recorded_by_liars() -> Bundle:
    """Make the bundle of a ledger whose every member and witness recorded a statement that nobody signed."""
    town = a_town_with_a_sale()
    statement = town.statement("birth/3", Kind.ISSUE)
    payload = statement.to_bytes()
    of = envelope(payload, [sign_payload(b"something else", pair("clerk"))])
    head = Head(of.hash, Status.ACTIVE, town.time_s)
    height = town.state.height + 1
    successor = town.state.map.updated({record_key("birth/3"): head.to_value()}, height)
    town.pages.keep(height, successor.pages)
    town.archive.keep(of)
    town.archive.place(of.hash, town.state.size)
    header = BlockHeader(height, town.time_s, 1, town.state.header_hash, successor.map.root)
    town.entries += [statement_entry(of.hash), header.to_entry()]
    return TownLog(town).bundle("birth/3", with_authority=False)


def main() -> None:
    """Write the files."""
    bundles = {"policy": POLICY_TEXT, "cases": bundle_cases()}
    for name, content in {"ed25519": ed25519_cases(), "cbor": cbor_cases(), "bundles": bundles}.items():
        (HERE / f"{name}.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
