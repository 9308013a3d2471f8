"""Filters and orders of the list: each finds what it says and nothing else, whatever the address holds."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from cases.desk import filters, listing, narrowing, orders
from cases.desk.filters import LAMPS
from cases.models import Case
from grids import tree
from grids.models import Grid

# a case of property papers, reported this Monday at the grid 盛世社区第一网格; and what it is not
FITS = {
    "lamp": ("green", "red"),
    "state": ("in_progress", "closed"),
    "step": ("handle", "assign"),
    "grid": ("410106002006001", "410102"),
    "category": ("I", "B"),
    "department": ("housing", "tax"),
    "post": ("OWNER", "none"),
    "source": ("resident_web", "media"),
    "urgency": ("difficult", "critical"),
    "function": ("market", "public_service"),
    "ledger": ("social", "city"),
    "from": ("2026-11-23", "2026-11-24"),
    "to": ("2026-11-23", "2026-11-22"),
    "overdue": (None, "1"),
    "level": ("3", "0"),
    "meeting": ("0", "1"),
    "tag": (None, "legacy"),
    "again": (None, "reopened"),
}


@pytest.fixture
def ask(who, now):
    """Return the keys of the cases an address leaves, and whether it was understood."""

    def do(address, name="district", at=None):
        scope = who(name)
        narrow = narrowing.read(QueryDict(address), scope, at or now)
        found = Case.objects.visible_to(scope).filter(narrow.condition)
        return set(found.values_list("pk", flat=True)), bool(narrow.chosen)

    return do


def test_every_filter_is_tried():
    assert set(FITS) == {one.name for one in filters.FILTERS}


@pytest.mark.parametrize("name", FITS)
def test_a_filter_finds_what_it_says_and_nothing_else(name, ask, bring, world):
    world.categories["I01"].function = "market"
    world.categories["I01"].save()
    case = bring("in_progress", "I01")
    fits, does_not = FITS[name]

    if fits:
        assert ask(f"{name}={fits.replace('OWNER', str(case.owner_id))}") == ({case.pk}, True)
    assert ask(f"{name}={does_not}") == (set(), True)


@pytest.mark.parametrize("hours", [0, 100, 2000])
@pytest.mark.parametrize("state", ["reported", "in_progress", "feedback", "closed"])
def test_the_filter_by_lamp_agrees_with_the_lamp(ask, bring, now, state, hours):
    case = bring(state)
    at = now + timedelta(hours=hours)

    assert [color for color in LAMPS if case.pk in ask(f"lamp={color}", at=at)[0]] == list(
        filter(None, [case.lamp(at)])
    )


def test_days_late_count_from_the_due_time(ask, bring):
    case = bring("in_progress", "B01")

    assert ask("overdue=2", at=case.due_at + timedelta(days=3))[0] == {case.pk}
    assert ask("overdue=4", at=case.due_at + timedelta(days=3))[0] == set()


@pytest.mark.parametrize("typed", ["盛世社区", "盛世", "410106002"])
def test_a_place_may_be_typed(ask, bring, typed):
    case = bring("assigned")

    assert ask(f"grid={typed}") == ({case.pk}, True)


def test_of_places_with_one_name_ones_own_is_meant(ask, bring, world):
    far = tree.add(world.elsewhere, name="远处街道", name_en="Far Subdistrict")
    tree.add(far, name="盛世社区", name_en="Shengshi Community")
    assert Grid.objects.search("盛世社区", 1)[0].code < world.community.code
    case = bring("in_progress")

    assert ask("grid=盛世社区", "street")[0] == {case.pk}


@pytest.mark.parametrize(
    "address",
    ["lamp=blue", "state=draft", "grid=nowhere", "grid=9", "category=ZZ", "post=x", "post=999999", "from=yesterday",
     "from=9999-12-31", "to=0001-01-01", "overdue=-1", "overdue=99999999999999999999", "level=9", "meeting=yes",
     "again=%27%3B--", "department="],
)  # fmt: skip
def test_what_is_not_understood_narrows_nothing(ask, bring, address):
    case = bring("assigned")

    assert ask(address) == ({case.pk}, False)


def test_two_filters_are_both_met(ask, bring):
    papers, cover = bring("in_progress", "I01"), bring("in_progress", "B01")

    assert ask("category=B&state=in_progress")[0] == {cover.pk}
    assert ask("category=I&source=resident_web")[0] == {papers.pk}
    assert ask("category=I&lamp=red")[0] == set()


@pytest.mark.parametrize("order", orders.ORDERS.values(), ids=orders.ORDERS)
def test_every_order_continues_behind_its_mark(order, who, bring, report, now, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing._first_found, "plans", {})
    for days in (2, 1, 3, 2):
        bring("in_progress", "I01", at=now - timedelta(days=days))
    report("I01", routed=False)
    bring("closed")
    scope, seen, mark = who("district"), [], ""
    for _page in range(3):
        page = listing.flat_page([Q()], scope, now, order, 6, mark)
        seen += [row.case.pk for row in page.rows]
        mark = page.later

    assert mark == ""
    assert seen == [case.pk for case in order.sorted(Case.objects.all())]
    assert len(seen) == 6


def test_many_cases_are_not_counted_to_the_end(bring):
    for _case in range(3):
        bring("reported")

    assert listing.counted([Q()], orders.NEWEST, 2) == "2+"
    assert listing.counted([Q()], orders.NEWEST, 3) == 3


def test_finished_cases_are_reached_by_state_and_by_heap(desk, bring):
    done, open_one = bring("closed"), bring("assigned")
    client = desk("street")

    for address in ("?state=closed", "?among=finished", "?among=finished&sort=oldest"):
        page = client.get(f"/desk/{address}").content.decode()
        assert done.number in page
        assert open_one.number not in page
    assert done.number in client.get("/desk/?among=all&sort=due").content.decode()


def test_only_lists_of_open_cases_go_by_due_time(desk, bring):
    bring("closed")
    client = desk("street")

    offered = {
        address: client.get(address).context["orders"]
        for address in ("/desk/", "/desk/?among=open", "/desk/?among=all&sort=due")
    }

    assert [orders.DUE in list(found) for found in offered.values()] == [True, True, False]


def test_fields_left_empty_leave_the_address(desk):
    answer = desk("street").get("/desk/?q=&state=&category=I&lamp=")

    assert answer.url == "/desk/?category=I"


def test_the_panel_shows_what_is_in_use(desk):
    page = desk("street").get("/desk/?queue=area&source=media&from=2026-11-01").content.decode()

    assert '<option value="media" selected>' in page
    assert 'value="2026-11-01"' in page
    assert 'href="?queue=area&amp;from=2026-11-01"' in page


def test_two_filters_cost_at_most_twelve_queries(desk, bring, world):
    """Every pair of filters, with a case in the list, so that its photos and places are asked for too."""
    bring("in_progress", "I01")
    client, texts = desk("district"), {name: fitting or other for name, (fitting, other) in FITS.items()}
    texts["post"] = str(world.cadre_post.pk)
    client.get("/desk/")  # once a minute another one, for the posts that nobody holds
    costs = {}

    for pair in combinations(texts.items(), 2):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/desk/?queue=area&{urlencode(dict(pair))}")
        assert len(page.context["narrow"].chosen) == 2, pair
        costs[pair] = len(captured)

    assert {pair: cost for pair, cost in costs.items() if cost > 12} == {}
