"""Staff and grids in the numbers of the whole city."""

import pytest

from grids import tree
from grids.importing import city_cadres, divisions, reference
from grids.models import Post, Posting, Role, User


@pytest.fixture
def street(db):
    """中心路街道 with its communities, and the reference data."""
    rows = divisions.rows(districts=["410106"], units_per_community=1)
    tree.load([row for row in rows if row.code.startswith("410106002") or "410106002".startswith(row.code)])
    reference.load()


def test_cadres_are_added_until_there_are_so_many(street, now):
    assert city_cadres.post_cadres(30, now) == 30
    assert city_cadres.post_cadres(40, now) == 10

    cadres = Post.objects.filter(role=Role.CADRE)
    assert cadres.count() == Posting.objects.serving(now).filter(post__in=cadres).count() == 40
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_enough_cadres_stay_as_they_are(street, now):
    city_cadres.post_cadres(10, now)

    assert city_cadres.post_cadres(5, now) == 0


def test_a_share_of_the_communities_gets_one_grid_more():
    def units(average):
        return sum(row.level == 3 for row in divisions.rows(districts=["410106"], units_per_community=average))

    assert units(2) < units(2.5) < units(3)
