"""Cases made by several processes are the ones that a single process makes, in the same order."""

import pytest
from django.db import connection

from cases.city import hands, loading


@pytest.fixture
def short_stretches(monkeypatch):
    monkeypatch.setattr(loading, "STRETCH", 40)


@pytest.mark.usefixtures("short_stretches")
def test_many_hands_make_the_same_city_as_one(load, facts, monkeypatch):
    monkeypatch.setattr(hands, "FEW", 1)
    load(seed=3)
    by_many = facts()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_case, cases_caseday CASCADE")
    monkeypatch.setattr(hands, "FEW", 1000)
    load(seed=3)

    assert facts() == by_many


@pytest.mark.usefixtures("short_stretches")
def test_where_others_make_them_this_process_makes_none(load, facts, monkeypatch):
    monkeypatch.setattr(hands, "FEW", 1)
    monkeypatch.setattr(loading.Maker, "make", None)  # in this process only
    load(seed=3)

    assert len(facts()[0]) == 400
