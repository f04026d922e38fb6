"""Vectors that others have published, as far as the Go module proxy has them."""

from __future__ import annotations

import gzip
import json
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from go_modules import module_folder
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from manto.ledger.log import ed25519, merkle

pytestmark = pytest.mark.process


def test_the_edge_cases_of_ed25519_are_judged_by_libsodiums_rule(go: str) -> None:
    """768 signatures with low-order parts: we accept what libsodium accepts, and OpenSSL shows why one rule matters."""
    folder = module_folder(go, "filippo.io/mostly-harmless/ed25519vectors", "v0.0.0-20210322192420-30a2d7243a94")
    vectors = json.loads((folder / "ed25519vectors.json").read_bytes())
    ours, libsodium, openssl = [], [], []
    for vector in vectors:
        key, message = bytes.fromhex(vector["A"]), vector["M"].encode()
        signature = bytes.fromhex(vector["R"] + vector["S"])
        ours.append(ed25519.is_signed(message, signature, key))
        libsodium.append(by_libsodium(message, signature, key))
        openssl.append(by_openssl(message, signature, key))

    disagreements = [at for at, (one, other) in enumerate(zip(ours, openssl, strict=True)) if one != other]

    assert len(vectors) == 768
    assert ours == libsodium
    assert len(disagreements) > 100
    assert all("LowOrder" in " ".join(vectors[at]["Flags"] or []) for at in disagreements)


def by_libsodium(message: bytes, signature: bytes, key: bytes) -> bool:
    """Ask libsodium alone."""
    try:
        crypto_sign_open(signature + message, key)
    except BadSignatureError:
        return False
    return True


def by_openssl(message: bytes, signature: bytes, key: bytes) -> bool:
    """Ask OpenSSL alone."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_the_ordinary_cases_of_ed25519_all_hold(go: str) -> None:
    """128 signatures of the reference implementation, which Go ships: made and checked alike."""
    root = Path(subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip())
    lines = gzip.decompress((root / "src/crypto/ed25519/testdata/sign.input.gz").read_bytes()).decode().splitlines()

    for line in lines:
        secret, public, message, signed = (bytes.fromhex(field) for field in line.split(":")[:4])
        assert ed25519.public_key_of(secret[:32]) == public
        assert ed25519.sign(message, secret[:32]) == signed[:64]
        assert ed25519.is_signed(message, signed[:64], public)
    assert len(lines) == 128


def test_the_proofs_of_a_real_ct_log_hold(go: str) -> None:
    """Entry 10,000 and the growth from 3,654,490 entries of Google's Argon 2020, as Go's tlog package keeps them."""
    folder = module_folder(go, "golang.org/x/mod", "v0.42.0") / "sumdb/tlog/testdata/argon2020"
    head, entries, proof, growth = (
        json.loads((folder / f"{name}.json").read_bytes()) for name in ("sth", "entries", "proof", "consistency")
    )
    size, root = head["tree_size"], b64decode(head["sha256_root_hash"])
    leaf = merkle.leaf_hash(b64decode(entries["entries"][0]["leaf_input"]))
    path = [b64decode(one) for one in proof["audit_path"]]
    steps = [b64decode(one) for one in growth["consistency"]]
    old_root = b64decode("AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ=")

    merkle.check_inclusion(leaf, 10_000, size, path, root)
    merkle.check_consistency(3_654_490, size, steps, old_root, root)
