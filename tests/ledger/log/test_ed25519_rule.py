"""One Ed25519 rule: what it accepts, and every known way in which libraries disagree that it refuses."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from manto.ledger.log import ed25519
from manto.ledger.log.ed25519 import FIELD_PRIME, GROUP_ORDER, SMALL_ORDER_Y

D = -121665 * pow(121666, -1, FIELD_PRIME) % FIELD_PRIME
BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)
NEUTRAL_POINT = (1).to_bytes(32, "little")

Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """Add two points of the curve, by its affine law (RFC 8032, section 5.1.4)."""
    (x1, y1), (x2, y2) = one, other
    cross = D * x1 * x2 * y1 * y2 % FIELD_PRIME
    x = (x1 * y2 + x2 * y1) * pow(1 + cross, -1, FIELD_PRIME)
    y = (y1 * y2 + x1 * x2) * pow(1 - cross, -1, FIELD_PRIME)
    return x % FIELD_PRIME, y % FIELD_PRIME


def times(count: int, point: Point) -> Point:
    """Add a point to itself."""
    total: Point = (0, 1)
    while count:
        if count & 1:
            total = add(total, point)
        point, count = add(point, point), count >> 1
    return total


def encodings_of_small_order() -> list[bytes]:
    """Write each y of small order with both sign bits, and in the longer form where 255 bits hold it."""
    ys = [y for short in SMALL_ORDER_Y for y in (short, short + FIELD_PRIME) if y < 2**255]
    return [(y | sign << 255).to_bytes(32, "little") for y in ys for sign in (0, 1)]


def on_curve(y: int) -> Point | None:
    """Find the point with this y, if there is one."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, FIELD_PRIME) % FIELD_PRIME
    x = pow(square, (FIELD_PRIME + 3) // 8, FIELD_PRIME)
    for root in (x, x * pow(2, (FIELD_PRIME - 1) // 4, FIELD_PRIME) % FIELD_PRIME):
        if root * root % FIELD_PRIME == square:
            return root, y
    return None


def test_the_list_of_small_order_is_true_and_whole() -> None:
    """Each y on the list is of a point that eight times itself is nothing, and the eight such points are on it."""
    points = {p for y in SMALL_ORDER_Y if (p := on_curve(y))}
    both_signs = points | {(-x % FIELD_PRIME, y) for x, y in points}

    assert len(points) == len(SMALL_ORDER_Y)
    assert all(times(8, point) == (0, 1) for point in both_signs)
    assert len(both_signs) == 8


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_is_signed_holds_and_nothing_else(seed: bytes, message: bytes) -> None:
    """A signature holds for its key and message, and for no other message."""
    public = ed25519.public_key_of(seed)

    signature = ed25519.sign(message, seed)

    assert ed25519.is_signed(message, signature, public)
    assert not ed25519.is_signed(message + b"!", signature, public)


@pytest.mark.parametrize("key", encodings_of_small_order())
def test_key_of_small_order_is_refused(key: bytes) -> None:
    """With such a key, R = the neutral point and S = 0 would sign any message for one h in eight, or for all."""
    signature = NEUTRAL_POINT + bytes(32)

    refused = [ed25519.is_signed(message, signature, key) for message in (b"a", b"b", b"c", b"d")]

    assert refused == [False] * 4
    assert not ed25519.is_acceptable_point(key)


@pytest.mark.parametrize("point", encodings_of_small_order())
def test_signature_with_r_of_small_order_is_refused(point: bytes) -> None:
    """S = h·a with R of small order holds under the looser rules; not under ours."""
    seed = bytes(range(32))

    assert not ed25519.is_signed(b"deed", point + bytes(32), ed25519.public_key_of(seed))


def test_the_weapon_is_real_and_blunt() -> None:
    """OpenSSL takes one forged signature for any message under a key of small order; the ledger takes none."""
    forged = NEUTRAL_POINT + bytes(32)

    Ed25519PublicKey.from_public_bytes(NEUTRAL_POINT).verify(forged, b"the parcel is mine")

    assert not ed25519.is_signed(b"the parcel is mine", forged, NEUTRAL_POINT)


def test_s_must_be_in_its_shortest_form() -> None:
    """S + the group order is the same number to the curve, and a second signature for free: refused."""
    seed = bytes(range(32))
    signature = ed25519.sign(b"deed", seed)
    longer = int.from_bytes(signature[32:], "little") + GROUP_ORDER

    assert not ed25519.is_signed(b"deed", signature[:32] + longer.to_bytes(32, "little"), ed25519.public_key_of(seed))


@given(st.integers(0, 18))
def test_y_must_be_in_its_shortest_form(above: int) -> None:
    """The nineteen values of y that 255 bits hold twice are refused in the longer form."""
    longer = (FIELD_PRIME + above).to_bytes(32, "little")

    assert not ed25519.is_acceptable_point(longer)
    assert not ed25519.is_signed(b"deed", longer + bytes(32), longer)


@given(st.binary(min_size=64, max_size=64), st.binary(min_size=32, max_size=32))
def test_whatever_we_accept_libsodium_and_openssl_accept(signature: bytes, key: bytes) -> None:
    """Our rule is the strictest of the three: it never accepts alone."""
    if ed25519.is_signed(b"deed", signature, key):
        crypto_sign_open(signature + b"deed", key)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, b"deed")


@pytest.mark.parametrize("length", [0, 63, 65])
def test_signature_of_another_length_is_refused(length: int) -> None:
    """A shorter or longer signature is not one."""
    assert not ed25519.is_signed(b"deed", bytes(length), ed25519.public_key_of(bytes(32)))


def test_our_guard_is_no_stricter_than_libsodium_on_the_list() -> None:
    """What we refuse before asking libsodium, libsodium refuses too: one rule, said twice."""
    for key in encodings_of_small_order():
        with pytest.raises(BadSignatureError):
            crypto_sign_open(NEUTRAL_POINT + bytes(32) + b"a", key)


def test_rfc_8032_example() -> None:
    """The second test of RFC 8032, section 7.1."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    assert ed25519.public_key_of(seed).hex() == public
    assert ed25519.sign(b"\x72", seed).hex() == signature


def test_invalid_signature_is_the_error_of_openssl_too() -> None:
    """A plainly wrong signature is wrong for both, so the weapon above is about small order and nothing else."""
    public = ed25519.public_key_of(bytes(32))
    signature = bytearray(ed25519.sign(b"deed", bytes(32)))
    signature[40] ^= 1

    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), b"deed")
    assert not ed25519.is_signed(b"deed", bytes(signature), public)
