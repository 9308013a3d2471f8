"""What a person answers for."""

import pytest
from django.contrib.auth.models import AnonymousUser

from grids import permissions, roster, scope, tree
from grids.models import Department, Grid, Post, Role


@pytest.fixture
def housing(db):
    return Department.objects.create(code="housing", name_zh="住建局", short_zh="房管")


@pytest.fixture
def sit(people, now):
    """Give the first person a seat and return what they answer for."""

    def sit(grid, role, department=None):
        post = Post.objects.create(grid=grid, role=role, department=department)
        roster.appoint(people[0], post, now, by=people[2])
        return scope.of(people[0], now)

    return sit


def test_it_is_empty_for_people_without_a_post(people, now):
    found = scope.of(people[0], now)
    assert found.is_empty
    assert found.roles == frozenset()
    assert scope.of(AnonymousUser(), now).is_empty


def test_it_takes_one_query(chain, sit, people, now, housing, django_assert_num_queries):
    sit(chain[1], Role.STREET_LEADER)
    sit(chain[2], Role.CADRE, housing)
    with django_assert_num_queries(1):
        found = scope.of(people[0], now)
        assert found.covers(chain[3])
        assert found.roles == {"street_leader", "cadre"}
        assert [(post.grid.code, post.department) for post in found.posts] == [
            ("410106002", None),
            ("410106002006", housing),
        ]


def test_it_covers_what_lies_below_and_nothing_beside_or_above(chain, sit):
    other = tree.add(chain[0], code="410106003", name="新安路街道", name_en="Xin'an Road Street")
    found = sit(chain[1], Role.STREET_LEADER)
    assert [grid.code for grid in Grid.objects.all() if found.covers(grid)] == [grid.code for grid in chain[1:]]
    assert not found.governs(other)
    assert found.territory_keys == [(1, chain[1].pk)]


def test_it_keeps_only_the_widest_of_nested_territories(chain, sit):
    sit(chain[3], Role.GRID_LEADER)
    found = sit(chain[1], Role.STREET_DESK)
    assert found.territories == (chain[1],)


def test_it_lets_a_cadre_serve_their_department_only(chain, sit, housing):
    fire = Department.objects.create(code="fire", name_zh="消防", short_zh="消防")
    found = sit(chain[2], Role.CADRE, housing)
    assert found.covers(chain[3])
    assert found.serves(chain[3], housing)
    assert not found.serves(chain[3], fire)
    assert not found.serves(chain[1], housing)
    assert not found.governs(chain[3])
    assert found.department_keys == [(housing.pk, 2, chain[2].pk)]
    assert found.territory_keys == []


def test_it_forgets_closed_posts_and_past_postings(chain, sit, people, now):
    sit(chain[1], Role.STREET_LEADER)
    assert scope.of(people[0], now.replace(year=2025)).is_empty
    Post.objects.update(is_active=False)
    assert scope.of(people[0], now).is_empty


def test_it_shows_the_dashboard_of_a_territory_and_says_why_not_otherwise(chain, sit):
    found = sit(chain[1], Role.STREET_LEADER)
    assert permissions.may_see_dashboard(found, chain[2])
    refused = permissions.may_see_dashboard(found, chain[0])
    assert not refused
    assert "上街区" in refused.reason
    assert list(permissions.grids_visible_to(found)) == chain[1:]
