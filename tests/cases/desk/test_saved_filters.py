"""Saved filters: a person's own lists in the rail, with an address that can be shared."""

import pytest
from django.urls import reverse

from cases import saved_filters
from cases.models import SavedFilter

KEEP = reverse("desk-saved")


def kept(world, name="street"):
    return list(SavedFilter.objects.filter(user=world.people[name]).values_list("name", "query"))


def test_a_list_is_saved_with_what_the_desk_knows_and_shown_in_the_rail(desk, world):
    client = desk("street")

    answer = client.post(KEEP, {"name": " Late  papers ", "query": "lamp=red&next=//evil&after=x&category=I&state="})

    assert kept(world) == [("Late papers", "lamp=red&category=I")]
    assert answer.url == "/desk/?lamp=red&category=I"
    assert 'href="?lamp=red&amp;category=I" aria-current="true"' in client.get(answer.url).content.decode()


def test_the_same_name_gets_the_new_list(desk, world):
    for query in ("lamp=red", "lamp=amber"):
        desk("street").post(KEEP, {"name": "Mine", "query": query})

    assert kept(world) == [("Mine", "lamp=amber")]


@pytest.mark.parametrize(
    ("name", "query"), [("", "lamp=red"), ("Nothing", "evil=1"), ("Long", "q=" + "%F0%A0%AE%B7" * 90)]
)
def test_what_cannot_be_saved_is_told(name, query, desk, world):
    page = desk("street").post(KEEP, {"name": name, "query": query}, follow=True).content.decode()

    assert kept(world) == []
    assert 'role="status"' in page


def test_twenty_are_enough(world, desk):
    for n in range(saved_filters.MOST + 2):
        desk("street").post(KEEP, {"name": f"n{n}", "query": "lamp=red"})

    assert len(kept(world)) == saved_filters.MOST


def test_it_is_renamed_and_deleted(desk, world):
    client = desk("street")
    one, other = (saved_filters.save(world.people["street"], name=name, query="lamp=red") for name in ("a", "b"))
    address = reverse("desk-saved-change", args=[one.pk])

    client.post(address, {"name": "b"})
    assert {name for name, _query in kept(world)} == {"a", "b"}
    client.post(address, {"name": "c"})
    assert {name for name, _query in kept(world)} == {"c", "b"}
    client.post(address, {"delete": "1", "name": "c"})
    assert kept(world) == [("b", other.query)]


def test_those_of_others_do_not_exist(desk, world):
    theirs = saved_filters.save(world.people["district"], name="a", query="lamp=red")

    answer = desk("street").post(reverse("desk-saved-change", args=[theirs.pk]), {"delete": "1"})

    assert answer.status_code == 404
    assert kept(world, "district") == [("a", "lamp=red")]
