"""Whatever is sent, no page answers 500: every address of the site is tried with what only broken programs send."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter, StringConverter, UUIDConverter

from cases.models import Case

NUL = "%00"
SAMPLE = {IntConverter: 1, StringConverter: "410106", UUIDConverter: "00000000-0000-0000-0000-000000000000"}
NUMBER = "ZZ20261123-000001"
READ = (
    "q",
    "grid",
    "lng",
    "lat",
    "parent",
    "category",
    "department",
    "after",
    "item",
    "by",
    "number",
    "period",
    "month",
    "from",
    "to",
    "lamp",
    "post",
    "overdue",
    "level",
    "sort",
)
ODD = (
    "²",
    "nan",
    "inf",
    "-1",
    "9" * 400,
    "9" * 5000,
    "9999-12",
    "0001-01",
    "2026-13-45T00:00:00+00:00_1",
    "never_²",
    "%ff",
    "'",
    "%25",
)


def patterns(resolver, before=""):
    """Yield every named address below a resolver with its converters, the admin's own left out."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield before + entry.name, entry.pattern.converters
        elif entry.namespace != "admin":
            yield from patterns(entry, before + (f"{entry.namespace}:" if entry.namespace else ""))


def addresses():
    for name, converters in patterns(get_resolver()):
        samples = {key: SAMPLE.get(type(converter), "accept") for key, converter in converters.items()}
        if "number" in samples:
            samples["number"] = NUMBER
        yield name, reverse(name, kwargs=samples)


ADDRESSES = dict(addresses())


@pytest.fixture
def visitor(world, bring):
    """Return somebody who may see a case and its district, with errors let through as 500."""
    case = bring("in_progress")
    Case.objects.filter(pk=case.pk).update(number=NUMBER)
    client = Client(raise_request_exception=False)
    client.force_login(world.people["district"])
    return client


def test_it_knows_the_addresses_of_all_doors(visitor):
    names = {"home", "report", "track-case", "grids:search", "desk", "desk-case", "meeting", "dashboard-cases", "map"}

    assert names <= set(ADDRESSES)
    assert visitor.get(ADDRESSES["desk-case"]).status_code == 200


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_nul_anywhere_is_refused(name, visitor):
    address = ADDRESSES[name]

    for field in READ:
        assert visitor.get(f"{address}?{field}={NUL}").status_code == 400
    assert visitor.post(address, {"go": "search", "address": "\0"}).status_code == 400
    assert visitor.post(address, {"\0": ""}).status_code == 400
    for sample in (NUMBER, *map(str, SAMPLE.values())):
        if sample in address:
            assert visitor.get(address.replace(sample, NUL, 1)).status_code == 400


@pytest.mark.parametrize("name", ADDRESSES)
def test_odd_words_in_the_query_break_nothing(name, visitor):
    for odd in ODD:
        for fields in (READ, READ[3:]):  # a search or a named grid hides what the others do
            words = "&".join(f"{field}={odd}" for field in fields)
            assert visitor.get(f"{ADDRESSES[name]}?set=open&{words}").status_code < 500, odd


def test_a_nul_in_a_cookie_is_refused(visitor):
    visitor.cookies["sessionid"] = "a" * 10 + "\0"

    assert visitor.get("/desk/").status_code == 400


def test_the_refusal_is_a_calm_page_in_both_languages(client):
    page = client.get(f"/?q={NUL}").content.decode()

    assert "这个请求系统读不懂" in page
    assert "This request cannot be read" in page
    assert "/static/css/errors.css" in page


def test_a_static_file_with_a_nul_is_refused(client):
    assert client.get(f"/static/{NUL}.css").status_code == 400
