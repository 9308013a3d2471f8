"""What an open desk takes in by itself: the same counts and lines as the page, and nothing once the session is over."""

import re

import pytest
from django.test import Client
from django.urls import reverse

FRESH = reverse("desk-fresh")
NUMBERS = re.compile(r'data-number="([^"]+)"')


@pytest.mark.parametrize("address", ["", "?queue=area", "?queue=area&category=I&sort=changed", "?among=all", "?q=房产"])
def test_it_shows_what_the_page_shows(address, desk, bring):
    for state in ("reported", "assigned", "in_progress"):
        bring(state)
    client = desk("street")

    page, fresh = (client.get(where + address).content.decode() for where in ("/desk/", FRESH))

    assert NUMBERS.findall(fresh) == NUMBERS.findall(page)
    assert '<i data-count="area">3</i>' in fresh
    assert 'data-count="area">3</b>' in page
    assert "<html" not in fresh


def test_it_asks_to_log_in_once_the_session_is_over(world):
    answer = Client().get(FRESH)

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url


def test_the_page_knows_where_to_ask(desk):
    page = desk("street").get("/desk/?queue=area&lamp=red").content.decode()

    assert f'data-fresh-url="{FRESH}?queue=area&amp;lamp=red"' in page
