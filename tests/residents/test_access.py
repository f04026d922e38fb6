"""Who may call what."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from manto.kernel.errors import NotAllowed, NotSignedIn
from manto.residents.access import Guard, Visitor, a_resident, anyone, staff
from manto.residents.models import Account, Resident
from manto.residents.roles import Role

pytestmark = pytest.mark.django_db


def call(guard, account=None, method="get"):
    """Let a guard judge a request; give the visitor that it put there."""
    request = getattr(RequestFactory(), method)("/")
    request.user = account or AnonymousUser()
    guard(request)
    return request.visitor


def a_resident_account():
    """Make a resident who can sign in."""
    account = Account.objects.create_user()
    return Resident.objects.create(account=account)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("allowed", Role)
def test_a_desk_opens_for_its_role_alone(role, allowed):
    """A member of staff passes the guard of her own desk and no other."""
    account = Account.objects.create_user(role=role)
    guard = staff(allowed)

    if role == allowed:
        assert role == call(guard, account).role
    else:
        with pytest.raises(NotAllowed):
            call(guard, account)


@pytest.mark.parametrize("guard", [a_resident, staff(), staff(Role.EDITOR)])
def test_who_is_not_signed_in_is_asked_to(guard):
    """Without a session the guards of residents and staff answer that somebody must sign in."""
    with pytest.raises(NotSignedIn):
        call(guard)


def test_a_resident_passes_as_herself():
    """A resident's guard says which resident is calling."""
    resident = a_resident_account()

    visitor = call(a_resident, resident.account)

    assert Visitor(resident.account.id, resident.id, None, settings.CITY.default_language) == visitor


@pytest.mark.parametrize("role", Role)
def test_staff_are_not_residents_at_work(role):
    """A staff account does not open a resident's page, even when somebody tied a resident to it."""
    account = Account.objects.create_user(role=role)
    Resident.objects.create(account=account)

    with pytest.raises(NotAllowed):
        call(a_resident, account)


def test_a_resident_opens_no_desk():
    """A resident passes no guard of the staff."""
    resident = a_resident_account()

    with pytest.raises(NotAllowed):
        call(staff(), resident.account)


@pytest.mark.parametrize("guard", [anyone, a_resident, staff()])
def test_a_write_from_elsewhere_is_refused(guard):
    """A write without the token of our own page is refused, whatever the session says."""
    resident = a_resident_account()

    with pytest.raises(NotAllowed, match="own page"):
        call(guard, resident.account, method="post")


def test_every_guard_says_whom_it_allows():
    """A guard can be read by a test that walks over all routes."""
    expected = ["anyone", "resident", frozenset({Role.EDITOR}), frozenset(Role)]

    assert expected == [guard.allows for guard in (anyone, a_resident, staff(Role.EDITOR), staff())]


def test_openapi_is_told_which_guards_need_a_session():
    """Only guards that refuse strangers ask for the cookie in the API's description."""
    assert not hasattr(anyone, "openapi_security_schema")
    assert a_resident.openapi_security_schema["name"] == settings.SESSION_COOKIE_NAME
    assert isinstance(anyone, Guard)


def test_only_an_administrator_opens_the_admin():
    """Django's admin is the administrator's; every other role finds it closed."""
    opened = {role for role in Role if Account(role=role).is_staff and Account(role=role).has_perm("any.thing")}

    assert {Role.ADMINISTRATOR} == opened


def test_a_closed_account_is_nobody():
    """An administrator whose account was closed may do nothing in the admin."""
    assert not Account(role=Role.ADMINISTRATOR, is_active=False).is_staff


def test_many_accounts_have_no_address():
    """No address is kept as nothing, so that any number of accounts may have none."""
    first, second = Account.objects.create_user(email=""), Account.objects.create_user()

    assert [first.email, second.email] == [None, None]


def test_a_session_names_its_account(client):
    """A browser's session can be found by its account, so that erasure ends it."""
    resident = a_resident_account()

    client.force_login(resident.account)

    assert [resident.account.id] == [session.account_id for session in client.session.get_model_class().objects.all()]
