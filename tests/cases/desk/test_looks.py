"""The register of looks at contacts and of exports: for who supervises the district, with the reason."""

import pytest

from cases import lifecycle

PERSON = {"name": "孟晓雨", "phone": "13812342706"}


@pytest.fixture
def looked(bring, who, world, desk):
    """Return a case whose reporter the street looked up, and of which the district took a file out."""
    case = bring("in_progress", **PERSON)
    lifecycle.reveal(case, reason="回访 13812342706", by=who("street"), now=world.now)
    b"".join(
        desk("district").post("/desk/bulk/", {"action": "csv", "all": 1, "list": "q=13812342706"}).streaming_content
    )
    return case


@pytest.mark.parametrize("name", ["supervisor", "official"])
def test_who_supervises_the_district_reads_who_what_when_and_what_for(name, looked, desk):
    page = desk(name).get("/desk/looks/").text

    assert f"Looked up who reported {looked.number}" in page
    assert "street" in page
    assert "回访 138****2706" in page
    assert "cases out as CSV" in page
    assert not any(word in page for word in PERSON.values())


@pytest.mark.parametrize("name", ["cadre", "street", "streetleader", "gridleader", "district"])
def test_nobody_else_does(name, looked, desk):
    assert desk(name).get("/desk/looks/").status_code == 403
    assert "/desk/looks/" not in desk(name).get("/desk/supervision/").text


def test_it_hangs_beside_the_notices_and_says_when_there_is_nothing(desk, world):
    assert "/desk/looks/" in desk("supervisor").get("/desk/supervision/").text
    assert "Nobody has looked up a reporter yet." in desk("supervisor").get("/desk/looks/").text


def test_it_costs_the_same_however_long_it_is(looked, desk, who, world, django_assert_max_num_queries, bring):
    supervisor = desk("supervisor")
    for _each in range(3):
        lifecycle.reveal(bring("in_progress", **PERSON), reason="回访", by=who("street"), now=world.now)

    with django_assert_max_num_queries(14):
        assert supervisor.get("/desk/looks/").text.count("Looked up") == 4
