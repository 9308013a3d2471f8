"""Chosen columns: kept for the person, shared by an address, the usual rows without them."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from cases import list_layouts
from cases.desk import columns

KEEP = reverse("desk-columns")


def heads(client, address="?queue=area"):
    page = client.get(f"/desk/{address}").content.decode()
    return [
        column.name for column in columns.COLUMNS if f'<span class="head" aria-hidden="true">{column.label}' in page
    ]


def test_columns_are_kept_and_shown_in_every_list(desk, world, bring):
    bring("assigned")
    client = desk("street")

    answer = client.post(KEEP, {"column": ["post", "urgency"], "query": "queue=area&cols=tags&next=//evil"})

    assert answer.url == "/desk/?queue=area"
    assert list_layouts.of(world.people["street"]) == ["post", "urgency"]
    assert heads(client) == heads(client, "?among=all") == ["post", "urgency"]
    assert heads(desk("district")) == []


def test_the_usual_rows_come_back(desk, world, bring):
    bring("assigned")
    client = desk("street")
    client.post(KEEP, {"column": ["post"]})

    client.post(KEEP, {"column": ["post"], "usual": "1"})

    assert list_layouts.of(world.people["street"]) == []
    assert heads(client) == []


def test_a_link_shows_columns_to_anybody_without_keeping_them(desk, world, bring):
    bring("assigned")
    client = desk("district")

    assert heads(client, "?queue=area&cols=source,reported") == ["source", "reported"]
    assert heads(client) == []
    list_layouts.keep(world.people["district"], ["post"])
    assert heads(client, "?queue=area&cols=usual") == []


@pytest.mark.parametrize("asked", ["nothing", "number,number", "%00", "number,place,category,state,post,tags,source,x"])
def test_unknown_repeated_and_too_many_columns_do_no_harm(asked, rf, world):
    chosen = columns.chosen(QueryDict(f"cols={asked}"), world.people["street"])

    assert len(chosen) <= columns.MOST
    assert len({column.name for column in chosen}) == len(chosen)


def test_each_column_has_words_for_every_case(desk, bring):
    bring("assigned")
    bring("reported", "I01", grid=None)
    client = desk("district")

    for column in columns.COLUMNS:
        assert client.get(f"/desk/?among=all&cols={column.name}").status_code == 200
    page = client.get("/desk/?among=all&cols=post,department").content.decode()
    assert "housing" in page
