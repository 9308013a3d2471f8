"""The invented staff of the demo."""

import pytest
from django.core.management import CommandError, call_command

from grids import roster, scope, tree
from grids.importing import demo_names, demo_staff, divisions, reference
from grids.importing.demo_seats import DEMO_ACCOUNTS
from grids.models import Grid, Post, Posting, Role, User

PASSWORD = "a-password-for-the-demo"


STREET = "410106002"


@pytest.fixture(autouse=True)
def _demo_with_quick_hashes(settings):
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def shangjie(db):
    """上街区 with one of its streets, 中心路街道, as they are, and the reference data."""
    rows = divisions.rows(districts=["410106"])
    tree.load([row for row in rows if row.code.startswith(STREET) or STREET.startswith(row.code)])
    reference.load()


@pytest.fixture
def staff(shangjie, now):
    return demo_staff.post_everyone(PASSWORD, now)


def test_it_needs_grids_and_departments_first(db, now):
    with pytest.raises(demo_staff.MissingReference):
        demo_staff.post_everyone(PASSWORD, now)


def test_it_makes_the_seven_demo_accounts_and_only_they_can_log_in(staff, client):
    assert set(User.objects.filter(is_demo=True).values_list("username", flat=True)) == set(DEMO_ACCOUNTS)
    assert set(DEMO_ACCOUNTS) == {"gridleader", "cadre", "community", "street", "district", "supervisor", "admin"}
    for username in DEMO_ACCOUNTS:
        assert client.login(username=username, password=PASSWORD)
    others = User.objects.filter(is_demo=False)
    assert others
    assert not any(user.has_usable_password() for user in others)


@pytest.mark.parametrize(
    ("username", "seats"),
    [
        ("gridleader", [("grid_leader", "410106002006001", None)]),
        ("cadre", [("cadre", "410106002006", "housing")]),
        ("community", [("community_secretary", "410106002006", None)]),
        ("street", [("street_leader", "410106002", None), ("street_desk", "410106002", None)]),
        ("district", [("district_official", "410106", None), ("district_desk", "410106", None)]),
        ("supervisor", [("supervisor", "410106", None)]),
        ("admin", []),
    ],
)
def test_it_seats_the_demo_accounts_in_the_story(staff, now, username, seats):
    posts = roster.posts_of(User.objects.get(username=username), now)
    found = {(post.role, post.grid.code, post.department and post.department.code) for post in posts}
    assert found == set(seats)


def test_it_makes_only_admin_an_administrator(staff):
    assert User.objects.get(is_superuser=True).username == "admin"
    assert User.objects.get(is_staff=True).username == "admin"


def test_it_leaves_no_grid_and_no_department_without_an_answer(staff, now):
    held = set(Posting.objects.active(now).values_list("post__grid_id", flat=True))
    assert held == set(Grid.objects.values_list("pk", flat=True))
    assert Post.objects.filter(postings=None).count() == 0
    windows = Post.objects.filter(role=Role.DISTRICT_WINDOW).values_list("department__code", flat=True)
    assert {"housing", "tax", "heating"} <= set(windows)
    assert "street_office" not in windows


def test_it_lets_one_cadre_serve_several_communities(staff, now):
    person = User.objects.get(username="cadre-410106002-market-1")
    assert len(scope.of(person, now).departments) == 3


def test_it_invents_names_and_never_those_of_the_article(staff):
    names = set(User.objects.values_list("name", flat=True))
    assert names.isdisjoint(demo_names.NEVER)
    assert all(2 <= len(name) <= 3 for name in names)
    assert len(names) > 100
    assert demo_names.name_for("cadre") == demo_names.name_for("cadre")


def test_it_never_invents_a_name_of_the_article_in_any_of_many(monkeypatch):
    everyone = {demo_names.name_for(f"someone-{number}") for number in range(50)}
    banned = frozenset(list(everyone)[:20])
    monkeypatch.setattr(demo_names, "NEVER", banned)
    assert {demo_names.name_for(f"someone-{number}") for number in range(50)}.isdisjoint(banned)


def test_it_uses_telephone_numbers_that_cannot_exist(staff):
    for phone in {*User.objects.values_list("work_phone", flat=True), *Post.objects.values_list("phone", flat=True)}:
        assert phone.startswith("0371-0000 08")
        assert len(phone) == 14


def test_it_adds_nothing_the_second_time_and_logs_nobody_out(staff, now):
    hashes = set(User.objects.filter(is_demo=True).values_list("password", flat=True))
    assert demo_staff.post_everyone(PASSWORD, now) == {"people": 0, "posts": 0, "postings": 0}
    assert set(User.objects.filter(is_demo=True).values_list("password", flat=True)) == hashes


def test_it_takes_a_new_password(staff, now, client):
    demo_staff.post_everyone("another-password", now)
    assert client.login(username="cadre", password="another-password")
    assert not client.login(username="cadre", password=PASSWORD)


def test_it_does_not_put_people_back_who_were_moved(staff, now):
    cadre = User.objects.get(username="cadre")
    posting = cadre.postings.get()
    roster.end(posting, now, by=cadre)
    assert demo_staff.post_everyone(PASSWORD, now)["postings"] == 0


def test_the_command_refuses_outside_a_demo(db, settings, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_staff")
    assert not User.objects.exists()


def test_the_command_refuses_without_a_password(db, settings, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    settings.DEMO = True
    with pytest.raises(CommandError):
        call_command("load_staff")


def test_the_command_says_what_it_did(shangjie, settings, monkeypatch, capsys):
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    settings.DEMO = True
    call_command("load_staff")
    assert "people" in capsys.readouterr().out
