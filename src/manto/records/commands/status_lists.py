"""Signing status lists, and writing each one's hash into the ledger, so that all are shown the same."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from manto.kernel.errors import MantoError, NotFound, Unavailable
from manto.ledger.log.errors import NotCosigned
from manto.ledger.node import RecordsLedger
from manto.ledger.paper.lists import Standing
from manto.ledger.state.constitution import GOVERNANCE_RECORD
from manto.ledger.statements import Kind, envelope, parse_envelope, sign_payload
from manto.records import node
from manto.records.credentials.city_keys import wallet_key, wallet_key_id
from manto.records.credentials.status_list import PLACES, StatusList, decoys, list_hash, sign_status_list
from manto.records.keys import automatic_key
from manto.records.models import Issued, StatusListPage
from manto.records.rule_pack import LIST_KEEPER, LIST_REGISTER
from manto.store.command import command

log = logging.getLogger("manto.records")

LASTS = timedelta(days=1)
RENEWED_AFTER = timedelta(hours=6)
ASKED_AGAIN_AFTER = timedelta(minutes=1)
DECOYS = 400
FINAL_WITHIN_S = 10


def list_address(number: int) -> str:
    """Say where a list is published: papers and credentials name it so."""
    return f"{settings.PUBLIC_URL}/status/{number}"


def current_list(number: int, now: datetime) -> Any:
    """Give a list, signed anew when a place has changed or it has grown old.

    Raises:
        NotFound: There is no such list.
    """
    page = StatusListPage.objects.filter(number=number).first()
    if page is None:
        raise NotFound(f"There is no status list {number}.", "Look at the number on the paper again.")
    if page.due or page.made_at is None or now - page.made_at > RENEWED_AFTER:
        page = sign_list(number, now)
        anchor_list(page)
    return page


@command
def sign_list(number: int, now: datetime) -> Any:
    """Sign a list as it stands."""
    page = StatusListPage.objects.select_for_update().get(number=number)
    given = dict(Issued.objects.filter(list_number=number).values_list("place", "standing"))
    if not page.decoys:
        page.decoys = decoys(DECOYS, lambda place: place not in given, secrets.randbelow)
    of = StatusList.empty(PLACES)
    for place, standing in [*page.decoys, *given.items()]:
        if standing:
            of.set(place, Standing(standing))
    at_s, lasts_s = int(now.timestamp()), int(LASTS.total_seconds())
    page.token = sign_status_list(
        of, list_address(number), wallet_key(), key_id=wallet_key_id(), at_s=at_s, lasts_s=lasts_s
    )
    page.made_at, page.due, page.anchored = now, False, None
    page.save()
    return page


def anchor_list(page: Any) -> None:
    """Write a list's hash into the ledger; where another process has the ledger, the next signing does it."""
    record = f"{LIST_REGISTER}/{page.number}"
    try:
        ledger = node.ledger()
        statement = _filed(ledger, record, page)
    except Unavailable:
        return
    except MantoError as refused:
        log.warning("a status list is not anchored", extra={"error": type(refused).__name__})
        return
    _note_anchor(page.number, statement)


def ask_witnesses_again(now: datetime) -> None:
    """Where the witnesses whom papers must show missed the newest block, make another: a list signed anew, each minute."""
    ledger = node.ledger()
    if ledger.policy.quorum is None or ledger.state.height == 0:
        return
    page = StatusListPage.objects.order_by("-number").first()
    if page is None or (page.made_at is not None and now - page.made_at < ASKED_AGAIN_AFTER):
        return
    try:
        ledger.policy.open(ledger.bundle(GOVERNANCE_RECORD, with_authority=False).checkpoint)
    except NotCosigned:
        anchor_list(sign_list(page.number, now))


def list_proof(number: int) -> bytes:
    """Prove which hash of a list the ledger holds.

    Raises:
        NotFound: None was written there.
    """
    bundle = node.ledger().bundle(f"{LIST_REGISTER}/{number}")
    if bundle.head is None:
        raise NotFound(f"No status list {number} stands in the ledger.", "Look at the number on the paper again.")
    return bundle.to_bytes()


def _filed(ledger: RecordsLedger, record: str, page: Any) -> bytes:
    pair = automatic_key(LIST_KEEPER, settings.CLOCK.now())
    kind = Kind.ISSUE if ledger.latest(record) is None else Kind.AMEND
    said = {"hash": list_hash(page.token), "made_s": int(page.made_at.timestamp())}
    payload = ledger.next_statement(record, kind, content=said).to_bytes()
    raw = envelope(payload, [sign_payload(payload, pair)]).raw
    ledger.wait_until_final(ledger.file([raw]), FINAL_WITHIN_S)
    return parse_envelope(raw).hash


@command
def _note_anchor(number: int, statement: bytes) -> None:
    StatusListPage.objects.filter(number=number).update(anchored=statement)
