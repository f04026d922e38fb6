"""A question whose SQL is worked out once asks what Django would have asked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from manto.residents.models import Account, Resident
from manto.store.asked_often import AskedOften
from manto.store.models import OutboxEvent

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)


def of_account():
    """Give the question for the resident of an account."""
    return AskedOften(
        lambda account: Resident.objects.filter(account=account).values_list("id", "language", "account__created_at"),
        account=models.UUIDField(),
    )


@pytest.fixture
def somebody(db):
    """Give a resident with an account."""
    account = Account.objects.create_user("giulia@example.org")
    return Resident.objects.create(account=account, language="it")


def test_each_asking_gets_its_own_answer(somebody):
    """The same statement is asked with other values, and its columns are read as Django reads them."""
    question = of_account()
    other = Resident.objects.create(account=Account.objects.create_user("amir@example.org"), language="en")

    assert question(account=somebody.account_id) == [(somebody.id, "it", somebody.account.created_at)]
    assert question(account=other.account_id) == [(other.id, "en", other.account.created_at)]
    assert question(account=uuid4()) == []


def test_a_value_is_never_read_as_sql(db):
    """What a caller gives stays a value, whatever it holds."""
    question = AskedOften(
        lambda subject: OutboxEvent.objects.filter(subject=subject).values_list("event_id"), subject=models.CharField()
    )

    assert question(subject="' or 1=1 --") == []
    assert question(subject="%s") == []


def test_the_edge_of_a_time_is_where_django_has_it(somebody):
    """A moment is compared to the microsecond."""
    made = somebody.account.created_at
    question = AskedOften(
        lambda since: Account.objects.filter(created_at__gte=since).values_list("id"), since=models.DateTimeField()
    )

    assert question(since=made) == [(somebody.account_id,)]
    assert question(since=made + timedelta(microseconds=1)) == []


def test_it_costs_one_statement(somebody):
    """Asked again it builds nothing and asks once."""
    question = of_account()
    question(account=somebody.account_id)

    with CaptureQueriesContext(connection) as asked:
        question(account=somebody.account_id)

    assert len(asked) == 1


def test_a_value_that_the_question_forgets_is_an_error(db):
    """A question that leaves a declared value out would answer about everybody."""
    question = AskedOften(lambda of: Resident.objects.all().values_list("id"), of=models.UUIDField())

    with pytest.raises(ValueError, match="does not ask for of"):
        question(of=uuid4())
