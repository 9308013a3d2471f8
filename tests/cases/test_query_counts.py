"""How many queries each page costs, held to a baseline: UPDATE_QUERY_COUNTS=1 rewrites tests/query_counts.json.

To add a page, add a line to PAGES: its name, who looks, and its address among what the test has made.
"""

import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases import lifecycle, meetings, photos, sheets, sums, supervision, whistles
from cases.intake import followed
from cases.models import Case, Photo
from tests.cases import meeting as council

BASELINE = Path(__file__).parents[1] / "query_counts.json"
MOST = 20
MOST_OF_A_CASE = 12  # of the page of a case, whatever the case holds


def doing(action, state="in_progress"):
    return lambda pages: reverse("desk-act", args=[pages.cases[state].number, action])


def counted(address):
    """Count the figures, then give the address of a page that reads them."""
    sums.sweep(timezone.now(), seconds=600)
    return address


PAGES = {
    # residents
    "home": ("cadre", lambda pages: reverse("home")),
    "report form": ("cadre", lambda pages: reverse("report") + f"?grid={pages.grid.code}"),
    "find a grid leader": ("cadre", lambda pages: reverse("grids:find") + f"?grid={pages.grid.code}"),
    "find by name": ("cadre", lambda pages: reverse("grids:find") + "?q=社区"),
    "tracking": ("district", lambda pages: reverse("track-case", args=[pages.cases["closed"].number])),
    # the desk
    "desk of a cadre": ("cadre", lambda pages: reverse("desk")),
    "desk of a district": ("district", lambda pages: reverse("desk") + "?queue=area"),
    "desk, columns": ("district", lambda pages: reverse("desk") + "?queue=area&cols=post,department,tags"),
    "desk, taken in afresh": ("district", lambda pages: reverse("desk-fresh") + "?queue=area"),
    "desk, one filter": ("district", lambda pages: reverse("desk") + f"?queue=area&grid={pages.grid.code}"),
    "desk, many filters": (
        "district",
        lambda pages: reverse("desk") + f"?queue=area&grid={pages.grid.code}&post={pages.cadre_post.pk}&lamp=green",
    ),
    "desk, search": ("district", lambda pages: reverse("desk") + "?q=房产 盛世"),
    "desk, finished cases": ("street", lambda pages: reverse("desk") + "?among=finished&category=I"),
    "case page": ("cadre", lambda pages: reverse("desk-case", args=[pages.cases["in_progress"].number])),
    "case before a meeting": ("district", lambda pages: reverse("desk-case", args=[pages.proposed.number])),
    "case with co-handling": ("cadre", lambda pages: reverse("desk-case", args=[pages.shared.number])),
    "what I co-handle": ("worker", lambda pages: reverse("desk") + "?queue=co-handle"),
    "case preview": ("cadre", lambda pages: reverse("desk-preview", args=[pages.cases["in_progress"].number])),
    "accepting": ("street", doing("accept", "reported")),
    "assigning": ("street", doing("assign", "accepted")),
    "reassigning": ("street", doing("reassign")),
    "feeding back": ("cadre", doing("feed_back")),
    "verifying": ("gridleader", doing("verify", "feedback")),
    "proposing to a meeting": ("cadre", doing("propose_to_meeting")),
    "logging a case": ("gridleader", lambda pages: reverse("desk-new")),
    "logging on the spot": ("gridleader", lambda pages: reverse("desk-spot")),
    "bringing a sheet": ("street", lambda pages: reverse("desk-sheets")),
    "rows of a sheet": ("street", lambda pages: reverse("desk-sheet", args=[pages.sheet.pk]) + "?show=ready"),
    "notices": ("cadre", lambda pages: reverse("desk-notices")),
    "my posts": ("street", lambda pages: reverse("desk-posts") + "?place=盛世"),
    "a post": ("street", lambda pages: reverse("desk-post", args=[pages.cadre_post.pk])),
    "hand-over lists": ("street", lambda pages: reverse("desk-handovers")),
    "supervision notices": ("district", lambda pages: reverse("desk-supervision") + "?show=issued"),
    "a supervision notice": ("cadre", lambda pages: reverse("desk-supervision-notice", args=[pages.notice.slug])),
    "its official form": ("cadre", lambda pages: reverse("desk-supervision-paper", args=[pages.notice.slug])),
    "whistles": ("district", lambda pages: reverse("desk-whistles") + "?show=sent"),
    "calls to us": ("worker", lambda pages: reverse("desk-whistles")),
    "a whistle": ("street", lambda pages: reverse("desk-whistle", args=[pages.whistle.slug])),
    "case with notices and whistles": ("cadre", lambda pages: reverse("desk-case", args=[pages.notice.case.number])),
    # meetings
    "meetings": ("district", lambda pages: reverse("meetings")),
    "meeting room": ("district", lambda pages: reverse("meeting", args=[pages.meeting.pk])),
    "meeting to come": ("district", lambda pages: reverse("meeting", args=[pages.planned.pk])),
    "meetings, a month": ("district", lambda pages: reverse("meetings-calendar")),
    "proposal": ("district", lambda pages: reverse("meeting-item", args=[pages.proposed.agenda_items.get().pk])),
    "minutes": ("official", lambda pages: reverse("meeting-minutes", args=[pages.ended.pk])),
    "resolutions": ("district", lambda pages: reverse("resolutions")),
    "my resolutions": ("cadre", lambda pages: reverse("my-resolutions")),
    "resolution": ("cadre", lambda pages: reverse("resolution", args=[pages.resolution.pk])),
    # the official's view
    "dashboard": ("district", lambda pages: reverse("dashboard-grid", args=[pages.district.code])),
    "dashboard's cases": (
        "district",
        lambda pages: reverse("dashboard-cases", args=[pages.district.code]) + "?set=open",
    ),
    "map": ("district", lambda pages: reverse("map-grid", args=[pages.district.code])),
    "map counts": ("district", lambda pages: reverse("map-counts", args=[pages.district.code])),
    # the same with stored sums, which the pages after them would read too
    "dashboard from sums": ("district", lambda pages: counted(reverse("dashboard-grid", args=[pages.district.code]))),
    "map from sums": ("district", lambda pages: counted(reverse("map-grid", args=[pages.district.code]))),
}
ROWS = 4  # of everything a list may show: fewer cannot tell a query for the list from a query for each row


@pytest.fixture
def pages(world, who, bring, report):
    """Return a city at work: several cases in each state, a meeting in session with an agenda, and a full pool."""
    office, owner = who("district"), who("cadre")
    for leaf in ("I01", "B01", "A01") * ROWS:
        bring("in_progress", leaf) if leaf != "A01" else bring("assigned", leaf)
    world.cases = {state: bring(state) for state in ("reported", "in_progress", "feedback", "closed")}
    world.cases["accepted"] = lifecycle.accept(
        report("I01", routed=False), category=world.categories["I01"], grid=world.grid, by=who("street"), now=world.now
    )

    posts = [world.worker_post, world.window_post, world.street_post]
    for _row in range(ROWS):
        world.shared = bring("in_progress")
        lifecycle.split(world.shared, posts=posts, note="请核对。", limit="3D", by=owner, now=world.now)

    def propose(reason):
        case = bring("in_progress")
        return meetings.propose(case, reason=reason, level=0, by=owner, now=world.now)

    earlier = [propose("legacy") for _row in range(ROWS)]
    world.ended, items = council.call_and_hold(
        world.district, earlier, by=office, at=world.now + timedelta(hours=3), now=world.now
    )
    for item in items:
        world.resolution = meetings.resolve(
            item, text="由住建局牵头。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
            due_at=world.now + timedelta(days=9), by=office, now=world.now,
        )  # fmt: skip
    council.sign(world.ended, by=office, at=world.now)
    agenda = [propose("legacy") for _row in range(ROWS)]
    for _row in range(ROWS):
        world.proposed = propose("unclear_ownership").case
    world.planned = None
    for day in range(1, ROWS):
        world.planned = world.planned or getattr(world, "meeting", None)
        world.meeting = meetings.call(
            world.district, held_at=world.now + timedelta(days=day), place="三楼会议室", by=office, now=world.now
        )
    for item in agenda:
        meetings.put_on_agenda(item, world.meeting, by=office, now=world.now)
    table = sheets.from_paste("什么事\t网格\n" + "".join(f"第{row}件\t盛世社区\n" for row in range(ROWS)))
    world.sheet = sheets.bring(table, name="工单", source="phone", by=who("street"), now=world.now)
    watched = bring("in_progress")
    for _row in range(ROWS):
        world.notice = supervision.issue(
            watched, kind="yellow", grounds="超期。", demand="到场。", by=office, now=world.now
        )
        world.whistle = whistles.blow(
            watched, posts=[world.worker_post, world.cadre_post, world.window_post], place="路口", note="一起看。",
            until=world.now + timedelta(hours=2), by=who("street"), now=world.now,
        )  # fmt: skip
    council.hold(world.meeting, by=office)
    return world


def statements(pages, name) -> list[str]:
    """Return what a page asks the database; the second look counts, when small tables are in the process's memory."""
    person, address = PAGES[name]
    client = Client()
    client.force_login(pages.people[person])
    followed.remember(HttpRequest(), answer := HttpResponse(), pages.cases["closed"].number)
    client.cookies.update(answer.cookies)
    page = address(pages)
    assert client.get(page).status_code == 200, name
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    return [query["sql"][:200] for query in captured]


def test_pages_cost_what_the_baseline_says(pages, now):
    with time_machine.travel(now, tick=False):
        asked = {name: statements(pages, name) for name in PAGES}
    found = {name: len(lines) for name, lines in asked.items()}
    if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
        BASELINE.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")
    baseline = json.loads(BASELINE.read_text())
    changed = {name: asked[name] for name in found if found[name] != baseline.get(name)}

    assert changed == {}
    assert {name: asked[name] for name in found if found[name] > MOST} == {}


def test_the_page_of_a_case_costs_at_most_twelve_queries_whatever_the_case_holds(pages, who, now):
    case = pages.proposed  # before a meeting, decided on, reassigned, asked about, with photos
    owner, desk = who("cadre"), who("district")
    shot = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(shot, "JPEG")
    for n in range(9):
        upload = SimpleUploadedFile(f"{n}.jpg", shot.getvalue(), "image/jpeg")
        photos.keep(case, photos.check_all([upload])[0], moment=Photo.Moment.BEFORE, now=now, by=owner.user)
    for post in (pages.worker_post, pages.window_post, pages.cadre_post):
        lifecycle.reassign(Case.objects.get(pk=case.pk), post=post, note="该转。", by=desk, now=now)
    lifecycle.sign_for(Case.objects.get(pk=case.pk), by=owner, now=now)
    for n in range(9):
        lifecycle.note_progress(Case.objects.get(pk=case.pk), note=f"第{n}次", by=owner, now=now)
    lifecycle.request_void(Case.objects.get(pk=case.pk), reason="duplicate", note="重复", by=desk, now=now)

    with time_machine.travel(now, tick=False):
        asked = statements(pages, "case before a meeting")

    assert len(asked) <= MOST_OF_A_CASE, "\n".join(asked)


def test_the_baseline_names_only_pages_that_are_measured():
    assert set(json.loads(BASELINE.read_text())) == set(PAGES)
