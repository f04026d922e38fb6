"""An offer says in one sentence why it is hers: what is true of her, what comes due before where she lives."""

from datetime import date, timedelta

from tests.services.conftest import NOW, TODAY, agrees, know, somebody, tell_everybody

from manto.services.explaining import explain, why_text
from manto.services.knowing import known_case, rules_on
from manto.services.models import ServiceOffer
from manto.services.queries import mine
from manto.services.rules.telling_apart import foremost


def why(resident, language):
    """Give the sentence of each of her offers by its service."""
    return {offer["service"]: offer["why"] for offer in mine.offers_of(resident.id, language, NOW)}


def test_a_licence_that_expires_is_offered_because_it_expires(city):
    """And not because she has one; where she lives comes last."""
    driver = somebody(
        "driver@example.org",
        {"home.since": date(2004, 6, 1), "driving_licence.expires": TODAY + timedelta(days=60)},
    )
    agrees(driver, "proactive")
    tell_everybody()

    said = "Because the licence expires within four months, or has expired, and you live in Mantua."
    assert said == why(driver, "en")["driving-licence"]


def test_the_widow_is_told_in_words_that_fit_her(city):
    """Nobody is a man by default."""
    teresa = somebody(
        "teresa@example.org", {"person.birth": date(1955, 1, 8), "household.size": 1, "waste_tax.registered": True}
    )
    agrees(teresa, "proactive")
    tell_everybody()

    said = "Perché in casa non c'è nessun altro, e la casa è iscritta alla tassa rifiuti."
    assert said == why(teresa, "it")["single-home"]


def test_every_reason_in_a_family_is_true_and_said_of_whom_it_is_about(born, giulia):
    """By the decision itself on the day on which the service begins; what a rule says to its resident stays whole."""
    know(
        giulia, driving_licence__expires=TODAY + timedelta(days=30), identity_card__expires=TODAY + timedelta(days=200)
    )
    tell_everybody()
    offers = list(ServiceOffer.objects.filter(receiver=giulia.id, state="open"))
    cases = {one: known_case(one, NOW, proactively=True) for one in (giulia.id, born.id)}

    for offer in offers:
        on = offer.begins or TODAY
        lines = explain(offer.service, cases[offer.subject_id], on)["conditions"]
        true = {line["text"]["en"] for line in lines if line["value"] == "yes"}
        rule = rules_on(on)[offer.service]
        assert {why_text(condition.why, rule, "en") for condition in foremost(rule.version)} <= true, offer.service

    hers, in_italian = why(giulia, "en"), why(giulia, "it")
    assert len(offers) > 8
    assert hers["vaccination"] == "Because Nora has the next vaccination within sixty days, and is under seventeen."
    assert in_italian["vaccination"].startswith("Perché Nora ha il prossimo vaccino entro sessanta giorni, e ha meno")
    assert hers["family-doctor"] == "For Nora: no doctor here is chosen yet, and you live in Mantua."
