"""The public files of the register's log, for whoever audits or witnesses it: fingerprints, and nobody's name.

    GET /ledger/checkpoint, /ledger/tile/...      as C2SP tlog-tiles names them
    GET /ledger/policy                            the log's keys and its witnesses, as a C2SP tlog-policy

They are files: every process of the city gives them, and a web server or an object store may do so in its place.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from manto.kernel.errors import NotFound
from manto.ledger.log.disk import FolderSource
from manto.ledger.log.tile_paths import CHECKPOINT_PATH, is_served
from manto.ledger.sequencer.store import open_store
from manto.records import node
from manto.records.queries.trust import policy_text

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def log_file(request: HttpRequest, path: str) -> HttpResponse:
    """Give one public file of the log; a tile never changes, the checkpoint does with each block."""
    raw = _read(path)
    if raw is None:
        return HttpResponse("There is no such file of the log.\n", status=404, content_type=TEXT)
    is_tile = path not in ("policy", CHECKPOINT_PATH)
    response = HttpResponse(raw, content_type="application/octet-stream" if is_tile else TEXT)
    response["Cache-Control"] = FOR_EVER if is_tile else "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _read(path: str) -> bytes | None:
    if path != "policy" and not is_served(path):
        return None
    try:
        if path == "policy":
            return policy_text(open_store(node.folder()).policy).encode()
        return FolderSource(node.folder() / "public").read(path)
    except NotFound:
        return None
