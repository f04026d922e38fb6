"""The room's HTTP operations."""

from __future__ import annotations

from ninja import Router

from manto.services import (
    api_appointments,
    api_cases,
    api_catalogue,
    api_connectors,
    api_desk,
    api_diary,
    api_journeys,
    api_lists,
    api_mine,
    api_notices,
    api_reports,
    api_reports_desk,
    api_rules,
)

router = Router()
router.add_router("", api_catalogue.router)
router.add_router("", api_cases.router)
router.add_router("", api_mine.router)
router.add_router("", api_desk.router)
router.add_router("", api_diary.router)
router.add_router("", api_lists.router)
router.add_router("", api_notices.router)
router.add_router("", api_rules.router)
router.add_router("", api_journeys.router)
router.add_router("", api_reports.router)
router.add_router("", api_reports_desk.router)
router.add_router("", api_connectors.router)
router.add_router("", api_appointments.router)
