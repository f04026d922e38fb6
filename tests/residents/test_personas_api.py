"""Stepping into a persona, in the demo and nowhere else."""

import pytest
from tests.residents.conftest import NOW, TODAY

from manto.residents import loading, personas
from manto.residents.roles import Role

API = "/api/v1"

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(client, settings):
    """Give a browser in a city with its personas."""
    settings.MANTO_DEMO = True
    loading.load_personas(personas.content_of_city(), today=TODAY, now=NOW)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_page_lists_residents_and_staff(demo):
    """Eight residents one may step into, with their situation, and one member of staff for each desk."""
    listed = demo.get(f"{API}/personas").json()

    assert len([persona for persona in listed if persona["kind"] == "resident"]) == 8
    assert {persona["role"] for persona in listed if persona["kind"] == "staff"} == set(Role)
    assert (listed[0]["name"], listed[0]["age"]) == ("Giulia Ferrari", 31)
    assert "twelve days ago" in listed[0]["situation"]


def test_one_steps_into_a_resident(demo):
    """Entering signs in as her, and her pages open."""
    session = demo.post(f"{API}/personas/giulia/enter").json()

    assert (session["name"], session["resident"]) == ("Giulia Ferrari", True)
    assert {"Matteo Lodi", "Nora Lodi"} == {
        member["name"] for member in demo.get(f"{API}/me").json()["household"]["members"]
    }
    assert [ward["name"] for ward in demo.get(f"{API}/me").json()["acting_for"]] == ["Nora Lodi"]


def test_one_steps_into_a_clerk(demo):
    """Entering as staff opens that desk."""
    session = demo.post(f"{API}/personas/chiara/enter").json()

    assert (session["role"], session["resident"]) == ("registrar", False)
    assert demo.get(f"{API}/desk/contests").status_code == 200


@pytest.mark.parametrize("persona", ["nora", "nobody", "giulia%00"])
def test_nobody_else_can_be_entered(demo, persona):
    """A baby, a stranger or a strange name: there is no such persona."""
    assert demo.post(f"{API}/personas/{persona}/enter").status_code == 404


def test_outside_the_demo_there_are_no_personas(demo, settings):
    """Neither the page nor the door exists without MANTO_DEMO, even when the personas are in the database."""
    settings.MANTO_DEMO = False

    assert demo.get(f"{API}/personas").status_code == 404
    assert demo.post(f"{API}/personas/giulia/enter").status_code == 404
    assert not demo.get(f"{API}/session").json()["signed_in"]


def test_a_persona_who_erased_herself_leaves_the_page(demo):
    """Who is gone cannot be stepped into."""
    demo.post(f"{API}/personas/paolo/enter")
    demo.post(f"{API}/me/erase", data={"confirm": "ERASE"}, content_type="application/json")

    assert "paolo" not in {persona["id"] for persona in demo.get(f"{API}/personas").json()}
    assert demo.post(f"{API}/personas/paolo/enter").status_code == 404


def test_entering_needs_the_citys_own_page(settings):
    """Another site cannot make somebody's browser step into a persona."""
    from django.test import Client

    settings.MANTO_DEMO = True
    loading.load_personas(personas.content_of_city(), today=TODAY, now=NOW)

    assert Client(enforce_csrf_checks=True).post(f"{API}/personas/giulia/enter").status_code == 403
