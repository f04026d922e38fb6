"""The application as a server runs it: requests, and beside them a thread for each kind of work that goes on."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manto.web.settings")
application = get_wsgi_application()


def _work_beside_the_requests() -> None:
    from manto.assistant.brief import brief_due
    from manto.assistant.conversation.commands import forget_old_dialogues
    from manto.places.live_feeds import ask_due
    from manto.places.media_shelf import remove_unnamed
    from manto.places.opened import tell_last_week
    from manto.places.trail_shelf import forget_groups
    from manto.records.programs import keep_going  # their tables exist only now
    from manto.services.asking_connectors import ask_connectors
    from manto.services.carrying_reports import carry_reports
    from manto.services.commands.appointments import remind_of_appointments
    from manto.services.postman import carry_due
    from manto.services.sweeping import sweep_when_due
    from manto.store.outbox import deliver_due
    from manto.store.rounds import Rounds
    from manto.web.ledger_door import open_when_held

    clock = settings.CLOCK
    Rounds("outbox", lambda: deliver_due(now=clock.now()), pause_s=0.2).start()
    Rounds("register", keep_going, pause_s=1.0).start()
    if not settings.IS_SQLITE:
        Rounds("ledger-door", lambda: open_when_held(application), pause_s=1.0).start()
    Rounds("live", lambda: ask_due(clock.now()), pause_s=5.0).start()
    Rounds("sweep", lambda: sweep_when_due(now=clock.now()), pause_s=5.0).start()
    Rounds("notices", lambda: carry_due(now=clock.now()), pause_s=0.5).start()
    Rounds("groups", lambda: forget_groups(now=clock.now()), pause_s=600.0).start()
    Rounds("opened", lambda: tell_last_week(now=clock.now()), pause_s=600.0).start()
    Rounds("media", lambda: remove_unnamed(now=clock.now()), pause_s=3600.0).start()
    Rounds("dialogues", lambda: forget_old_dialogues(now=clock.now()), pause_s=60.0).start()
    Rounds("reports", lambda: carry_reports(now=clock.now()), pause_s=5.0).start()
    Rounds("brief", lambda: brief_due(now=clock.now()), pause_s=20.0).start()
    Rounds("appointments", lambda: remind_of_appointments(now=clock.now()), pause_s=30.0).start()
    Rounds("connectors", lambda: ask_connectors(now=clock.now()), pause_s=10.0).start()


_work_beside_the_requests()
