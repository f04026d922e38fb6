"""The room's HTTP operations."""

from __future__ import annotations

from ninja import Router

from manto.residents import api_desk, api_me, api_session

router = Router()
router.add_router("", api_session.router)
router.add_router("", api_me.router)
router.add_router("", api_desk.router)
