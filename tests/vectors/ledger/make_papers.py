"""Make the papers that the Python and the TypeScript checker share.

    python tests/vectors/ledger/make_papers.py

All keys are Ed25519, so the file comes out the same each time. Every bad paper is a good one with one thing wrong, which
its name says.
"""

from __future__ import annotations

import json
import sys
import zlib
from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEDGER_TESTS = HERE.parents[1] / "ledger"
sys.path[:0] = [str(LEDGER_TESTS / "bundle"), str(LEDGER_TESTS / "state")]

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from town_log import LOG_KEY, ORIGIN, TITLE, TownLog, a_town_with_a_sale, pair, secret

from manto.kernel.errors import MantoError
from manto.ledger.bundle import Bundle
from manto.ledger.log.keys import KeyKind
from manto.ledger.log.policy import parse_policy
from manto.ledger.paper import (
    Claim,
    PaperCode,
    check_paper,
    landmark_of,
    paper_of,
    parse_trust,
    read_codes,
    sign_claim,
    written,
)
from manto.ledger.paper.words import paper_sentence
from manto.ledger.statements import Kind, Status
from manto.ledger.statements.cbor import encode_cbor

PAGE = "https://mantova.example/verify"
WITNESSES = (
    secret("witness.cremona.example", KeyKind.COSIGNATURE),
    secret("witness.court.example", KeyKind.COSIGNATURE),
)
POLICY_TEXT = f"""log {LOG_KEY.public}
witness cremona {WITNESSES[0].public}
witness court {WITNESSES[1].public}
group both all cremona court
quorum both
"""
OFFICE = pair("land office's papers")
ISSUERS = [
    {
        "name": {"en": "Land office of Mantua", "it": "Catasto di Mantova"},
        "key": OFFICE.public_key.hex(),
        "registers": ["land-title", "vehicle"],
    }
]
SHOWN = {"holder": "Anna Gonzaga", "parcel": "E897 · 45 · 312", "share": "1/1", "area_m2": 118}
PRINTED_S = 1_780_001_000


SOLD, ON_HOLD = 17, 18
LIST_KEY = ec.derive_private_key(int.from_bytes(sha256(b"the city's lists").digest(), "big") >> 1, ec.SECP256R1())


def list_of(made_s: int) -> dict[str, Any]:
    """Make the city's status list: one title sold, one on hold."""
    numbers = LIST_KEY.public_key().public_numbers()
    x, y = (encoded(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    packed = bytearray(256)
    packed[SOLD // 4] |= 1 << SOLD % 4 * 2
    packed[ON_HOLD // 4] |= 2 << ON_HOLD % 4 * 2
    address = "https://mantova.example/status/1"
    content = {"bits": 2, "lst": encoded(zlib.compress(bytes(packed), 9))}
    claims = {"sub": address, "iat": made_s, "exp": made_s + 86_400, "status_list": content}
    head = {"alg": "ES256", "typ": "statuslist+jwt"}
    message = ".".join(encoded(json.dumps(one).encode()) for one in (head, claims))
    made = LIST_KEY.sign(message.encode(), ec.ECDSA(SHA256(), deterministic_signing=True))
    signature = b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(made))
    lists = [{"number": 1, "address": address, "token": f"{message}.{encoded(signature)}"}]
    return {"lists": lists, "list_key": {"kty": "EC", "crv": "P-256", "x": x, "y": y}}


def encoded(raw: bytes) -> str:
    """Write bytes in base64url."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def policy_text() -> bytes:
    """Give the policy of the papers: both witnesses, with keys that fit on paper."""
    return POLICY_TEXT.encode()


def town_log(**options: Any) -> TownLog:
    """Make the log of the town where Paolo's flat was sold to Anna."""
    return TownLog(a_town_with_a_sale(), **{"signers": (LOG_KEY, *WITNESSES)} | options)


def claim_for(bundle: Bundle, **changes: Any) -> Claim:
    """Say of a bundle's record what a land office would."""
    assert bundle.head is not None
    values = {"shown": SHOWN, "printed_s": PRINTED_S, "listed": (1, 123)} | changes
    return Claim(bundle.record, bundle.head, **values)


def title_paper(log: TownLog | None = None, **changes: Any) -> PaperCode:
    """Print Anna's title."""
    bundle = (log or town_log()).bundle(TITLE)
    return paper_of(bundle, parse_policy(policy_text()), sign_claim(claim_for(bundle, **changes), OFFICE))


def cases() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Make the trust, and the papers with what each must come to."""
    log = town_log()
    policy = parse_policy(policy_text())
    title_bundle, lien = log.bundle(TITLE), log.bundle(TITLE.replace("land-title", "lien"))
    landmark = landmark_of(title_bundle, policy)
    trust: dict[str, Any] = {"policy": POLICY_TEXT, "issuers": ISSUERS, "landmarks": []}
    known: dict[str, Any] = trust | {"landmarks": [landmark.to_values()]}
    listed: dict[str, Any] = trust | list_of(log.town.state.time_s + 600)
    title = title_paper(log)
    absent = paper_of(lien, policy)
    found: list[dict[str, Any]] = []

    def case(name: str, *codes: PaperCode | str, error: str = "", by: str = "trust") -> None:
        text = " ".join(one if isinstance(one, str) else written(one, PAGE) for one in codes)
        now_s = log.town.state.time_s + 3_600
        trusts = {"trust": trust, "known": known, "listed": listed}
        expected: dict[str, Any] = {"error": error}
        if not error:
            verdicts = check_paper(read_codes(text.encode()), parse_trust(json.dumps(trusts[by]).encode()))
            expected = {
                "verdicts": [
                    {
                        "record": one.record,
                        "valid": one.is_valid,
                        "status": None if one.head is None else one.head.status.name.lower(),
                        "since_s": None if one.head is None else one.head.since_s,
                        "as_of_s": one.as_of_s,
                        "height": one.height,
                        "witnesses": list(one.witnesses),
                        "by_landmark": one.by_landmark,
                        "shown": dict(one.shown),
                        "issuer": None if one.issuer is None else one.issuer.named("en"),
                        "listed": None if one.listed is None else list(one.listed),
                        "standing": None if one.standing is None else one.standing.name.lower(),
                        "listed_s": one.listed_s,
                        "sentence": paper_sentence(one, now_s),
                    }
                    for one in verdicts
                ]
            }
        found.append({"name": name, "by": by, "now_s": now_s, "text": text, **expected})

    bare, seal = replace(title, seal=None), PaperCode(title.height, seal=title.seal)
    case("a title in one code", title)
    case("a title and its seal in two codes", bare, seal)
    case("the seal scanned first", seal, bare)
    case("a title without seal, the block known", bare, by="known")
    case("a title and that there is no lien on it", title, absent)
    case("there is no lien, without seal, the block known", replace(absent, seal=None), by="known")
    revoked = log.bundle("passport/2")
    passport = Claim("passport/2", revoked.head or title_bundle.head, {"reason": "lost"}, PRINTED_S)  # type: ignore[arg-type]
    case(
        "a passport by an office that prints no passports",
        paper_of(revoked, policy, sign_claim(passport, OFFICE)),
        error="NotProven",
    )
    car = a_town_with_a_sale()
    car.file(TITLE, Kind.DISPUTE, "registrar", reason="filed against")
    case("a title under dispute", title_paper(TownLog(car, (LOG_KEY, *WITNESSES))))

    case("a title that the list says still holds", title, by="listed")
    case("a title that was sold since", title_paper(log, listed=(1, SOLD)), by="listed")
    case("a title that is on hold since", title_paper(log, listed=(1, ON_HOLD)), by="listed")
    case("a place beyond the list", title_paper(log, listed=(1, 4_000)), by="listed", error="BadList")
    case("a list that is not here", title_paper(log, listed=(2, 0)), by="listed")
    case("a title without seal, the block not known", bare, error="SealMissing")
    case("a seal alone", seal, error="SealMissing")
    assert title.claim is not None
    assert title.seal is not None
    assert title.proof is not None
    stranger = sign_claim(title.claim.claim, pair("stranger"))
    case("signed by a stranger", paper_of(title_bundle, policy, stranger), error="NotProven")
    forged = replace(title.claim.claim, shown=SHOWN | {"holder": "Paolo Mancini"})
    payload = encode_cbor([title.claim.raw[3:16], {}, forged.to_bytes(), title.claim.signature])
    case("another name under the same signature", with_claim(title, b"\xd2" + payload), error="NotProven")
    lie = replace(title.claim.claim, head=replace(title.claim.claim.head, status=Status.REVOKED))
    case("the office says another status than the map", with_claim(title, sign_claim(lie, OFFICE)), error="NotProven")
    old = replace(title.claim.claim, head=replace(title.claim.claim.head, statement=bytes(32)))
    case("a statement that is not the latest", with_claim(title, sign_claim(old, OFFICE)), error="NotProven")
    case("the same, the block known", with_claim(title, sign_claim(old, OFFICE)), error="NotProven", by="known")
    case("there is said to be none, and there is one", replace(title, claim=None), error="NotProven")
    one_witness = replace(title, seal=replace(title.seal, signatures=title.seal.signatures[:2]))
    case("one witness of two", one_witness, error="NotCosigned")
    no_log = replace(title, seal=replace(title.seal, signatures=title.seal.signatures[1:]))
    case("without the log's own signature", no_log, error="NotProven")
    last = title.seal.signatures[-1]
    younger = replace(last, at_s=(last.at_s or 0) + 3_600)
    case(
        "a witness's time changed",
        replace(title, seal=replace(title.seal, signatures=(*title.seal.signatures[:-1], younger))),
        error="NotProven",
    )
    case("another size", replace(title, seal=replace(title.seal, size=title.seal.size + 1)), error="NotProven")
    case(
        "another time of the block",
        replace(title, seal=replace(title.seal, time_s=title.seal.time_s + 1)),
        error="NotProven",
    )
    case("another height", replace(title, height=title.height + 1), error="NotProven")
    case("a path too short", replace(title, seal=replace(title.seal, path=title.seal.path[:-1])), error="NotProven")
    elsewhere = town_log(signers=(secret(ORIGIN, KeyKind.NOTE).__class__(ORIGIN, KeyKind.NOTE, bytes(32)), *WITNESSES))
    other = elsewhere.bundle(TITLE)
    other_policy = parse_policy(
        policy_text().replace(str(LOG_KEY.public).encode(), str(elsewhere.signers[0].public).encode())
    )
    case(
        "a log that is not ours", paper_of(other, other_policy, sign_claim(claim_for(other), OFFICE)), error="NotProven"
    )
    text = written(title, PAGE)
    case("a digit changed", text[:-40] + str((int(text[-40]) + 1) % 10) + text[-39:], error="*")
    case("digits lost at the end", text[:-5], error="*")
    case("a code of another kind", "https://example.org/#" + "1" * 300, error="*")
    case("no code at all", "https://example.org/", error="MalformedPaper")
    return {"trust": trust, "known": known, "listed": listed}, found


def with_claim(code: PaperCode, claim: bytes) -> PaperCode:
    """Put another claim into a code."""
    from manto.ledger.paper.claim import parse_claim

    return replace(code, claim=parse_claim(claim))


def main() -> None:
    """Write the file."""
    trusts, found = cases()
    for one in found:
        if one.get("error") == "*":
            one["error"] = refusal_of(one["text"], trusts["trust"])
    (HERE / "papers.json").write_text(json.dumps({**trusts, "cases": found}, indent=1, ensure_ascii=False) + "\n")


def refusal_of(text: str, trust: dict[str, Any]) -> str:
    """Name the refusal of a text that was damaged: which one it is depends on where the damage fell."""
    try:
        check_paper(read_codes(text.encode()), parse_trust(json.dumps(trust).encode()))
    except MantoError as refused:
        return type(refused).__name__
    raise AssertionError("a damaged paper holds")


if __name__ == "__main__":
    main()
