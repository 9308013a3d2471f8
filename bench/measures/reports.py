"""Reports accepted per second: through the public form, and what a bare view with two inserts does beside it.

Each report carries the proof of work that the form asks for. Browsers do that work on their own time: here it is done
before the request is timed, with PROOF_TRIES as the servers have it.
"""

import re
import statistics
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import figures, servers
from bench.clients import Connection, Timings, get, hammer, post
from bench.load import residents_choices
from bench.machine import Watch
from cases import lifecycle, permissions
from cases.intake import guard
from grids.models import Category, Grid
from residents import proof

TEXT = "小区门口的路灯不亮了，已经三个晚上，老人出门看不清台阶，请尽快安排检修。"
FASTEST = 300  # reports a second for which the work is done ahead
AIM, AIM_RATIO = "≥ 160 /s, p50 ≤ 60 ms", "≥ 0.45"


class FormDoesNotOpen(Exception):
    """The public form does not answer as it should; the message says how."""


class Browser:
    """A resident's browser: opens the form once for the token, then sends; each report comes from a new session."""

    def __init__(self, port: int):
        answer = Connection(port).ask(get(reverse("report")))
        cookie = re.search(rb"csrftoken=(\w+)", answer.head)
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.body)
        if answer.status != 200 or not cookie or not token:
            raise FormDoesNotOpen(f"{reverse('report')} answers {answer.status} without a form")
        opened = re.search(rb'name="opened" value="([^"]+)"', answer.body)
        if not opened:
            raise FormDoesNotOpen(f"{reverse('report')} does not say when it was opened")
        self.opened = opened[1].decode()
        time.sleep(guard.QUICKEST.total_seconds())  # nobody sends a form faster
        self.cookies, self.token = f"csrftoken={cookie[1].decode()}", token[1].decode()
        self.choices, self.worked = residents_choices(), []

    def report(self, number: int) -> bytes:
        return post(reverse("report"), {**self.fields(number), "csrfmiddlewaretoken": self.token}, self.cookies)

    def fields(self, number: int) -> dict[str, str]:
        work = self.worked.pop() if self.worked else keyed()
        return {**form_fields(*self.choices[number % len(self.choices)]), "opened": self.opened, **work}

    def work_ahead(self, count: int) -> "Browser":
        """Do the work of so many reports, as browsers do while somebody writes."""
        self.worked = [keyed() for _report in range(count)]
        return self


def keyed() -> dict[str, str]:
    """Return a form's key, a telephone of its own, and the work: the harder one, for all reports have one address."""
    key = uuid.uuid4()
    made = proof.challenge(str(key), now=timezone.now(), times=proof.HARDER)
    return {"form_key": str(key), "phone": f"138{key.int % 10**8:08d}", "proof": proof.solve(made)}


def form_fields(category: str, grid: str) -> dict[str, str]:
    """Return what a filled-in form sends, apart from its key and proof."""
    return {
        "place_by": "script", "grid": grid, "lng": "113.2967", "lat": "34.8051",
        "address": "中心路18号院门口", "text": TEXT, "category": category, "name": "王芳",
        "households": "3",
    }  # fmt: skip


def through_the_form(seconds: float, logs: Path) -> Iterator[figures.Figure]:
    """Measure form and floor in turn."""
    names = ("reports accepted (form)", "bare DRF view, two inserts", "form ÷ bare view")
    with servers.web(logs) as port, servers.floor(logs) as floor_port:
        try:
            browser = Browser(port)
        except FormDoesNotOpen as closed:
            yield from (figures.absent(name, str(closed)) for name in names)
            return
        fields = {"text": TEXT, "category": "A01", "grid": "410106002006001"}

        def bare(_number: int) -> bytes:
            return post("/floor/", fields)

        ours: list[Timings] = []
        theirs: list[Timings] = []
        hammer(port, browser.work_ahead(FASTEST).report, 302, seconds=1)
        hammer(floor_port, bare, 201, seconds=1)
        for _round in range(figures.ROUNDS):
            browser.work_ahead(int(FASTEST * seconds))
            ours.append(hammer(port, browser.report, 302, seconds=seconds))
            theirs.append(hammer(floor_port, bare, 201, seconds=seconds))
    yield figures.of_timings(names[0], ours, aim=AIM, statements=statements())
    yield figures.of_timings(names[1], theirs)
    ratios = [our.per_second / their.per_second for our, their in zip(ours, theirs, strict=True)]
    by_cpu = [their.cpu_ms / our.cpu_ms for our, their in zip(ours, theirs, strict=True) if our.cpu_ms]
    more = {"ratio_of_cpu": round(statistics.median(by_cpu), 2)} if by_cpu else {}
    yield figures.median(names[2], "", ratios, aim=AIM_RATIO, **more)


def statements() -> int:
    """Return how many statements one report through the form takes, transaction marks included."""
    client = Client(SERVER_NAME="127.0.0.1")
    fields = form_fields(*residents_choices()[0])
    client.post(reverse("report"), {**fields, **keyed()})  # fills what a process keeps
    work = keyed()
    with CaptureQueriesContext(connection) as captured:
        client.post(reverse("report"), {**fields, **work})
    return len(captured)


def in_process(seconds: float) -> Iterator[figures.Figure]:
    """Measure the heart alone: lifecycle.report in one process, without HTTP."""
    categories = {category.code: category for category in Category.objects.leaves()}
    grids = {grid.code: grid for grid in Grid.objects.filter(code__in=[code for _c, code in residents_choices()])}
    choices = [(categories[category], grids[grid]) for category, grid in residents_choices()]

    def report_one(number: int) -> None:
        category, grid = choices[number % len(choices)]
        form = lifecycle.Report(text=TEXT, category=category, grid=grid, name="王芳", phone="13800000000",
                                form_key=uuid.uuid4())  # fmt: skip
        lifecycle.report(form, by=permissions.REPORTER, now=timezone.now())

    report_one(0)
    with CaptureQueriesContext(connection) as captured:
        report_one(1)
    rounds = []
    for _round in range(figures.ROUNDS):
        timings, watch, began, number = Timings(), Watch(), time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            sent = time.perf_counter()
            report_one(number)
            timings.each.append(time.perf_counter() - sent)
            number += 1
        timings.seconds, timings.cpu = time.perf_counter() - began, watch.cpu()
        rounds.append(timings)
    yield figures.of_timings("lifecycle.report, one process", rounds, statements=len(captured))
