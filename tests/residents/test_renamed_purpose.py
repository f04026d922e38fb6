"""A consent survives the new name of its purpose."""

import importlib

from django.apps import apps
from tests.residents.conftest import NOW

from manto.residents import commands
from manto.residents.models import Consent
from manto.residents.queries import has_consent

migration = importlib.import_module("manto.residents.migrations.0002_offer_memory")


def test_who_agreed_under_the_old_name_agrees_under_the_new(giulia):
    """What was agreed to is the same; only what it is called has changed, there and back."""
    commands.grant_consent(giulia.id, "offer_memory", now=NOW)
    migration.name_back(apps, None)
    assert (Consent.objects.get().purpose, has_consent(giulia.id, "offer_memory")) == ("position_memory", False)

    migration.rename(apps, None)

    assert has_consent(giulia.id, "offer_memory")
