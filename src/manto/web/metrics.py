"""What the operator's Prometheus reads at /metrics: counts and times by route, never by person."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from manto.store.outbox import waiting_count

REQUESTS = Counter("manto_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "manto_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
WAITING = Gauge("manto_outbox_waiting", "Deliveries that wait in the outbox.", multiprocess_mode="mostrecent")


def metrics(request: HttpRequest) -> HttpResponse:
    """Write the metrics of this process, or of all when there are several."""
    WAITING.set(waiting_count())
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
