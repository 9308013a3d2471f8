"""Accounts of the demo exist only in the demo, even where their rows are left over."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from grids.models import User
from zhengzhou_grid import checks

WORD = {"username": "admin", "password": "grid-1234"}


@pytest.fixture
def left_over(db):
    return User.objects.create_superuser(**WORD, is_demo=True)


def test_they_log_in_where_the_demo_runs(left_over, settings):
    settings.DEMO = True

    assert authenticate(**WORD) == left_over


def test_they_cannot_log_in_elsewhere(left_over, settings, client):
    settings.DEMO = False

    assert authenticate(**WORD) is None
    assert client.post("/accounts/login/", WORD).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_of_the_demo_ends_with_it(left_over, settings, client):
    settings.DEMO = True
    client.force_login(left_over)
    assert client.get("/admin/").status_code == 200

    settings.DEMO = False
    assert client.get("/admin/").status_code == 302


def test_other_accounts_are_not_concerned(db, settings):
    settings.DEMO = False
    User.objects.create_user(**WORD)

    assert authenticate(**WORD)


@pytest.mark.parametrize(("is_demo", "found"), [(True, 0), (False, 1)])
def test_the_check_names_them_unless_it_is_the_demo(left_over, settings, is_demo, found):
    settings.DEMO = is_demo

    errors = checks.no_demo_accounts(databases=["default"])

    assert len(errors) == found
    assert all("admin" in error.msg for error in errors)


@pytest.mark.parametrize(
    ("is_demo", "key", "found"), [(True, "local:x", 0), (False, "local:x", 1), (False, "2026:x", 0)]
)
def test_a_real_system_is_told_that_its_key_of_contacts_lies_in_the_local_folder(settings, is_demo, key, found):
    settings.DEMO, settings.CONTACT_KEYS = is_demo, [key]

    assert len(checks.contact_key_given(databases=["default"])) == found


@pytest.mark.parametrize(
    ("is_demo", "gateway", "found"),
    [
        (True, "residents.gateways.in_admin.send", []),
        (False, "residents.gateways.in_admin.send", ["zhengzhou_grid.W002"]),
        (False, "residents.privacy.mask_phone", []),
        (True, "residents.gateways.no_such.send", ["zhengzhou_grid.E002"]),
    ],
)
def test_a_real_system_is_told_that_no_text_message_leaves_it(settings, is_demo, gateway, found):
    settings.DEMO, settings.SMS_GATEWAY = is_demo, gateway

    assert [fault.id for fault in checks.gateway_works(databases=["default"])] == found


def test_the_check_belongs_to_the_deployment_checks(left_over, settings):
    settings.DEMO = False

    with pytest.raises(SystemCheckError, match=r"zhengzhou_grid\.E001"):
        call_command("check", deploy=True, databases=["default"])
    call_command("check", databases=["default"])
