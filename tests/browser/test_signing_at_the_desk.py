"""Signing at the desk where nothing is signed without a passkey: the browser's own authenticator confirms a statement."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import City, Serve, screen
from tests.browser.test_records_stories import finds, puts_her_name
from tests.browser.test_sign_in import _code_from_mail

ADDRESS = "nora@giustizia.example"
APPOINTED = f"""
import django
django.setup()
from manto.records.models import OfficerKey
from manto.residents.models import Account
from manto.residents.roles import Role
nora = Account.objects.get(email="{ADDRESS}")
nora.role = Role.AGENCY_OFFICER
nora.save()
assert OfficerKey.objects.filter(agency="court", automatic=False).update(account=nora)
"""


@pytest.fixture(scope="module")
def strict_city(served: Serve) -> Iterator[City]:
    """Serve the demo as a city that is none is served: whoever signs has a passkey."""
    with served(MANTO_SIGN_WITHOUT_PASSKEY="0") as city:
        yield city


def test_an_officer_without_a_passkey_has_nothing_to_sign_with(browser: Browser, strict_city: City) -> None:
    """The desk says why and where one is made."""
    with screen(browser, strict_city) as chiara:
        chiara.enters_as("Chiara")
        finds(chiara, "E897-51-77-2", "E897-51-77-2").presses("Put on hold").fills("Reason", "Order 11/26")
        chiara.fills("Legal basis", "Code of Civil Procedure 670").presses("Send for signing")
        chiara.sees("To sign you need a passkey").meets_no_barrier()
        assert chiara.page.get_by_role("button", name="Sign", exact=True).count() == 0
        chiara.fills("Why, if you send it back or take it back", "Nobody can sign").presses("Take it back")
        chiara.sees("Withdrawn")


def test_an_officer_signs_with_her_passkey(browser: Browser, strict_city: City) -> None:
    """Nora of the court has an account and a passkey of her own; her device is asked, and the court's hold is final."""
    with screen(browser, strict_city) as nora:
        nora.has_a_fingerprint_reader()
        nora.opens("/sign-in/new").fills("E-mail address", ADDRESS).presses("Send me a code")
        nora.fills("Code", _code_from_mail(strict_city.home / "mail", ADDRESS)).presses("Go on")
        nora.presses("Make my passkey").sees("Welcome")
        subprocess.run([sys.executable, "-c", APPOINTED], env=strict_city.environment, check=True)

        finds(nora, "E897-51-77-2", "E897-51-77-2").presses("Put on hold").fills("Reason", "Order 12/26")
        nora.fills("Legal basis", "Code of Civil Procedure 670").presses("Send for signing")
        nora.sees("Your passkey confirms exactly what stands here").meets_no_barrier()
        puts_her_name(nora).sees("It is entered and final")
