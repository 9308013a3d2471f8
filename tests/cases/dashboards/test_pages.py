"""Board, lists and map as officials see them: scope, links and refusals."""

import re
from html import unescape

import pytest
from django.urls import reverse

from cases import sums
from cases.dashboards import lists
from cases.models import Case

LINK = re.compile(r'<a[^>]*href="([^"]*/cases/\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
WEEK = "?period=week&from=2026-11-16"


def numbers_and_links(page):
    """Yield (number, address) for every link to a list whose text is a number, a share, or a lamp with a number."""
    for address, inner in LINK.findall(page.content.decode()):
        words = re.sub(r"<[^>]+>", " ", inner).split()
        text = "".join(words)
        match = re.fullmatch(r"(?:\d+/)?(\d+)", text)
        if match:
            yield int(match[1]), unescape(address)


@pytest.mark.parametrize("level", ["district", "street", "community", "grid"])
@pytest.mark.parametrize("stored", [False, True], ids=["counted now", "from the sums"])
def test_every_number_on_a_board_is_as_long_as_the_list_it_links_to(last_week, world, now, browse, level, stored):
    if stored:
        assert sums.sweep(now, seconds=600)
    official = browse("official")
    page = official.get(reverse("dashboard-grid", args=[getattr(world, level).code]) + WEEK)

    assert page.context["counted_at"] == (now if stored else None)
    found = list(numbers_and_links(page))
    assert len(found) >= 12
    for number, address in found:
        assert official.get(address).context["found"].total == number, address


def test_the_sentence_says_rate_parts_and_worst_unit(last_week, world, browse):
    page = browse("official").get(reverse("dashboard-grid", args=[world.district.code]) + WEEK)

    sentence = re.sub(r"<[^>]+>", "", str(page.context["sentence"]))
    assert sentence == (
        "Last week 66.7% handled on time (4/6), 33.3 points lower than the week before;"
        "Zhongxinlu Subdistrict has most late cases, 2 of its 2 are A01."
    )


def test_it_says_when_the_figures_were_counted(last_week, world, now, browse):
    board = reverse("dashboard-grid", args=[world.district.code]) + WEEK
    before = browse("official").get(board).content.decode()

    sums.sweep(now, seconds=600)
    page = browse("official").get(board).content.decode()
    situation = browse("official").get(reverse("map-grid", args=[world.district.code])).content.decode()

    assert "as of 09:00" in before
    assert "Counted" not in before
    assert "Counted today 09:00" in page
    assert "on time as counted today 09:00" in situation


def test_a_week_in_which_nothing_fell_due_has_dashes_not_zeros(world, browse, db):
    page = browse("official").get(reverse("dashboard-grid", args=[world.district.code]) + WEEK)

    assert [tile.value for tile in page.context["board"].tiles()] == ["—"] * 6
    assert "nothing fell due" in page.content.decode()
    assert "data-chart=" not in page.content.decode()  # a sentence instead of empty axes


def test_it_opens_with_the_widest_territory(world, browse):
    assert browse("official").get("/dashboard/").url == "/dashboard/410106/"
    assert browse("secretary").get("/map/").url == f"/map/{world.community.code}/"


@pytest.mark.parametrize("name", ["dashboard-grid", "dashboard-cases", "map-grid", "map-counts"])
def test_outside_the_territory_nothing_exists(world, browse, name):
    query = "?set=open" if name == "dashboard-cases" else ""

    assert browse("secretary").get(reverse(name, args=[world.community.code]) + query).status_code == 200
    assert browse("secretary").get(reverse(name, args=[world.street.code]) + query).status_code == 404
    assert browse("official").get(reverse(name, args=[world.elsewhere.code]) + query).status_code == 404
    assert browse("official").get(reverse(name, args=["410199"]) + query).status_code == 404


@pytest.mark.parametrize("place", ["/dashboard/", "/map/"])
def test_who_answers_for_no_territory_is_told_so(world, browse, place):
    page = browse("cadre").get(place)

    assert page.status_code == 403
    assert "no post that answers for a whole territory" in page.content.decode()


def test_nobody_looks_without_logging_in(world, client):
    assert client.get("/dashboard/410106/").url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "query", ["", "?set=nonsense", "?set=due&category=x%27", "?set=due&function=none", "?set=due&without=A01,"]
)
def test_a_figure_that_does_not_exist_has_no_list(world, browse, query):
    assert browse("official").get(f"/dashboard/410106/cases/{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["period=century", "period=week&from=yesterday", "period=year&from=0001-01-01", "from=2099-01-01"]
)
def test_a_period_that_does_not_exist_is_the_one_it_opens_with_or_the_running_one(world, browse, query):
    page = browse("official").get(f"/dashboard/410106/?{query}")

    assert page.status_code == 200
    assert page.context["period"].start <= page.context["now"]


def test_a_list_goes_on_by_its_last_row(last_week, world, browse, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 4)
    official, address, seen = browse("official"), f"/dashboard/410106/cases/{WEEK}&set=reported", []
    mark = ""
    while True:
        found = official.get(f"{address}&after={mark.replace('+', '%2B')}").context["found"]
        seen += [case.pk for case in found.rows]
        mark = found.later
        if not mark:
            break

    assert len(seen) == len(set(seen)) == found.total == 8


@pytest.mark.parametrize("mark", ["x", "2026-99-99_1", "2026-11-16T09:00:00+08:00_x", "_5"])
def test_a_broken_mark_is_the_first_page(last_week, world, browse, mark):
    page = browse("official").get(f"/dashboard/410106/cases/{WEEK}&set=reported", {"after": mark, "set": "reported"})

    assert page.context["found"].rows


def test_pages_stay_under_twenty_queries(last_week, world, browse, django_assert_max_num_queries):
    official = browse("official")
    for address in (
        "/dashboard/410106/",
        "/map/410106/",
        "/map/410106/counts.json",
        "/dashboard/410106/cases/?set=open",
    ):
        with django_assert_max_num_queries(19):
            official.get(address)


def test_the_map_counts_open_and_late_cases_of_each_unit(last_week, world, browse):
    answer = browse("official").get("/map/410106/counts.json").json()

    [street] = answer["units"]
    assert (street["code"], street["open"], street["late"], street["shade"]) == (world.street.code, 6, 6, 5)
    assert (street["on_time"], street["parts"]) == ("66.7%", "4/6")


def test_the_map_shows_points_only_where_a_place_is_known(last_week, world, browse):
    Case.objects.filter(pk=last_week.untouched.pk).update(lng=113.28, lat=34.80)

    [point] = browse("official").get("/map/410106/counts.json").json()["points"]
    assert (point["lng"], point["lamp"]) == (113.28, "red")


def test_the_map_lists_units_without_an_outline_as_tiles(last_week, world, browse):
    page = browse("official").get("/map/410106/")

    assert [unit.grid for unit in page.context["without_outline"]] == [world.street]


def test_a_grid_leader_sees_the_own_grid_on_the_map(last_week, world, browse):
    page = browse("gridleader").get(f"/map/{world.grid.code}/")

    assert [unit.grid for unit in page.context["units"]] == [world.grid]
    assert page.context["outlines_url"] == f"/grids/{world.community.code}/outlines.json"
