"""How many queries each page costs, held to a baseline: UPDATE_QUERY_COUNTS=1 rewrites tests/query_counts.json.

To add a page, add a line to PAGES: its name, who looks, and its address for a given case.
"""

import json
import os
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

BASELINE = Path(__file__).parents[1] / "query_counts.json"
MOST = 20

PAGES = {
    "home": ("cadre", lambda case: reverse("home")),
    "report form": ("cadre", lambda case: reverse("report") + f"?grid={case.grid.code}"),
    "find a grid leader": ("cadre", lambda case: reverse("grids:find") + f"?grid={case.grid.code}"),
    "desk of a cadre": ("cadre", lambda case: reverse("desk")),
    "desk of a district": ("district", lambda case: reverse("desk") + "?queue=area"),
    "case page": ("cadre", lambda case: reverse("desk-case", args=[case.number])),
    "case page with a form": ("cadre", lambda case: reverse("desk-act", args=[case.number, "feed_back"])),
    "case preview": ("cadre", lambda case: reverse("desk-preview", args=[case.number])),
    "logging a case": ("gridleader", lambda case: reverse("desk-new")),
    "notices": ("cadre", lambda case: reverse("desk-notices")),
}


@pytest.fixture
def queries(world, bring, now):
    """Return how many queries a page costs; the second look counts, when the calendars are in the process's memory."""
    with time_machine.travel(now, tick=False):
        case = bring("in_progress")
        bring("in_progress", "B01")

        def count(name):
            person, address = PAGES[name]
            client = Client()
            client.force_login(world.people[person])
            assert client.get(address(case)).status_code == 200
            with CaptureQueriesContext(connection) as captured:
                client.get(address(case))
            return len(captured)

        yield count


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_what_the_baseline_says(name, queries):
    found = queries(name)
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
        BASELINE.write_text(json.dumps({**baseline, name: found}, indent=2, sort_keys=True) + "\n")
        baseline[name] = found

    assert found == baseline.get(name)
    assert found <= MOST


def test_the_baseline_names_only_pages_that_are_measured():
    assert set(json.loads(BASELINE.read_text())) <= set(PAGES)
