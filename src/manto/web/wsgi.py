"""The application as a server runs it: requests, and beside them the thread that carries the outbox."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manto.web.settings")
application = get_wsgi_application()


def _carry_the_outbox() -> None:
    from manto.store.deliverer import Deliverer  # its tables exist only now

    Deliverer(settings.CLOCK).start()


_carry_the_outbox()
