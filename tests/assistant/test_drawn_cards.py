"""What was drawn is logged with consent, judged where the log can tell, and gone when she has it forgotten."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.evaluation.judging import BY_LOT, FIRST_ALWAYS, DrawnCard, judge, judge_with_noise
from manto.assistant.fairness.drawn_cards import drawn_cards
from manto.assistant.fairness.table import fairness_page, make_fairness_table
from manto.assistant.models import Outcome
from manto.assistant.offering.policy import LEARNED_POLICIES, WITH_TREES
from manto.assistant.programs import make_app
from manto.assistant.queries import today
from manto.assistant.taste.learning import MEMORY, forget_since
from manto.kernel.errors import UnknownName
from manto.residents import personal_data
from manto.residents.commands import grant_consent, register_resident, withdraw_consent
from manto.residents.erasure import erase_resident

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
FIRST_EARNS, OTHERS_EARN, AMONG = 0.6, 0.1, 10


def a_resident() -> UUID:
    resident = register_resident(now=NOW - timedelta(days=90)).id
    grant_consent(resident, MEMORY, now=NOW - timedelta(days=90))
    return resident


def uses_today(resident: UUID) -> None:
    """Accept a museum, then tell of each card of the page that it was shown, as the app does."""
    record_outcomes(
        resident, [OutcomeTold(uuid4(), "o", "mantova:palazzo-te", "accepted", 1, "plain-3", NOW, False)], now=NOW
    )
    for offer in today(resident, near=None, now=NOW, language="en").items:
        same = {name: getattr(offer, name) for name in ("subject", "slot", "policy", "propensity", "among", "foremost")}
        told = OutcomeTold(id=uuid4(), offer=offer.id, kind="shown", at=NOW, offline=False, **same)
        record_outcomes(resident, [told], now=NOW)


def a_log(residents: int, cards_each: int = 1, seed: int = 0) -> list[DrawnCard]:
    """Cards of which each second one comes first without the draw, and the rest is drawn evenly."""
    random = np.random.default_rng(seed)
    log = []
    for resident in range(residents):
        for _ in range(cards_each):
            foremost = bool(random.random() < 0.5)
            useful = bool(random.random() < (FIRST_EARNS if foremost else OTHERS_EARN))
            log.append(DrawnCard(resident, 0.5 if foremost else 0.5 / (AMONG - 1), AMONG, foremost, useful))
    return log


def test_what_other_policies_earn_is_found_by_both_estimators() -> None:
    """Without the draw six of ten; by lot one in ten of the first, and the rest as the others earn."""
    by_lot = (FIRST_EARNS + (AMONG - 1) * OTHERS_EARN) / AMONG
    truth = {FIRST_ALWAYS: FIRST_EARNS, BY_LOT: by_lot}
    covered = {FIRST_ALWAYS: 0, BY_LOT: 0}
    for seed in range(40):
        for one in judge(a_log(3000, seed=seed)).policies:
            for estimate in (one.weighed, one.robust):
                assert estimate.value is not None
                covered[one.policy] += estimate.low <= truth[one.policy] <= estimate.high

    assert min(covered.values()) >= 70  # of eighty intervals, each of 95 %


@pytest.mark.parametrize(
    ("log", "why"), [(a_log(600), "observations"), (a_log(20, 400), "residents"), ([], "none of this")]
)
def test_a_log_that_cannot_tell_is_silent(log: list[DrawnCard], why: str) -> None:
    """Too few cards, cards of too few residents, none."""
    for one in judge(log).policies:
        for estimate in (one.weighed, one.robust):
            assert (estimate.value, estimate.low, estimate.high) == (None, None, None)
            assert why in estimate.why_not


def test_with_noise_the_same_is_said_or_nothing() -> None:
    """Five thousand residents are enough; five hundred are not; where the draw costs nothing, nothing is claimed."""
    exact = {"noisy": lambda total, _most: total, "scale": lambda most: most / 0.04}
    told, few = (judge_with_noise(a_log(count), **exact) for count in (5000, 500))
    alike = [DrawnCard(one, 0.5, 2, one % 2 == 0, one % 4 < 2) for one in range(5000)]

    assert told.low <= FIRST_EARNS <= told.high
    assert told.high - told.low > 0.1  # the noise is in the interval
    assert (few.value, few.why_not) == (None, "too_few")
    assert judge_with_noise(alike, **exact).why_not == "no_difference"


@pytest.mark.django_db
def test_what_was_drawn_is_logged_and_goes_with_her(mantua: None) -> None:
    """Among how many and whether it came first: in her export, in no judgement once she takes it back."""
    anna, bea, carla = a_resident(), a_resident(), a_resident()
    for resident in (anna, bea, carla):
        uses_today(resident)
    window = (NOW - timedelta(days=1), NOW)
    cards = drawn_cards(*window)
    assert {resident for resident, _ in cards} == {anna, bea, carla}
    assert all(card.among > 10 and 0 < card.propensity <= 1 for _, card in cards)
    told = personal_data.export_everything(anna, now=NOW)["rooms"]["assistant"]["outcomes"]
    assert any((one["among"] or 0) > 10 and one["foremost"] is not None for one in told)

    erase_resident(anna, now=NOW)
    forget_since(bea, NOW - timedelta(hours=1))
    withdraw_consent(carla, MEMORY, now=NOW)

    assert drawn_cards(*window) == []
    assert not Outcome.objects.filter(resident__in=(anna, bea)).exists()


@pytest.mark.django_db
def test_the_command_and_the_page_refuse_where_few_took_part(mantua: None) -> None:
    """A handful of residents: JSON that says why nothing is said, and a page that says so too."""
    uses_today(a_resident())
    app = typer.Typer()
    app.add_typer(make_app(lambda: None), name="preferences")

    run = CliRunner().invoke(app, ["preferences", "offpolicy", "--weeks", "520"])
    of_trees = CliRunner().invoke(app, ["preferences", "offpolicy", "--weeks", "520", "--policy", WITH_TREES])
    unknown = CliRunner().invoke(app, ["preferences", "offpolicy", "--policy", "learned"])
    make_fairness_table(now=NOW)

    said = json.loads(run.stdout[run.stdout.index("{") :])
    assert run.exit_code == 0
    assert (said["of"], said["cards"]) == (list(LEARNED_POLICIES), 1)
    assert json.loads(of_trees.stdout[of_trees.stdout.index("{") :])["cards"] == 0
    assert isinstance(unknown.exception, UnknownName)
    assert [one["policy"] for one in said["policies"]] == [FIRST_ALWAYS, BY_LOT]
    assert all(
        one[way]["value"] is None and one[way]["why_not"] for one in said["policies"] for way in ("weighed", "robust")
    )
    assert fairness_page(now=NOW, language="en")["last_card"]["why_not"] == "too_few"
