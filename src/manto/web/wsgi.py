"""The application as a server runs it: requests, and beside them the threads that carry outbox, notices and register."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manto.web.settings")
application = get_wsgi_application()


def _work_beside_the_requests() -> None:
    from manto.records.programs import Keeper  # their tables exist only now
    from manto.services.postman import Postman
    from manto.store.deliverer import Deliverer

    Deliverer(settings.CLOCK).start()
    Keeper().start()
    Postman(settings.CLOCK).start()


_work_beside_the_requests()
