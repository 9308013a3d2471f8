"""The stage of a journey: 上街区 with its staff, a clock that can be moved, a worker that keeps to it, and the cast."""

import threading
from datetime import date, datetime, timedelta

import pytest
import time_machine
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.contrib.auth.hashers import make_password

from cases import office
from cases.deadlines import CITY_TZ
from grids.importing import demo_staff
from grids.models import User
from tests.journeys.people import Resident
from tests.journeys.staff import PASSWORD, Staff
from zhengzhou_grid import celery, schedule

DISTRICT = "410106"
PATIENCE = 20  # seconds for the worker to do what takes it a tenth of one


class Clock:
    """The time in Zhengzhou, for web server, worker and browsers alike. It runs on between its jumps."""

    def __init__(self, start: datetime):
        self.start = start
        self.travel = time_machine.travel(start, tick=True)
        self.destination = self.travel.start()
        self.browsers = []

    def starts(self, moment: datetime) -> None:
        """Begin at another moment."""
        self.start = moment
        self.goes_to(moment)

    def goes_to(self, moment: datetime) -> None:
        self.destination.move_to(moment)
        for context in self.browsers:
            context.clock.set_system_time(moment)

    def day(self, number: int, at: str) -> datetime:
        """Go to a time of day so many days after the start, and return it."""
        hour, minute = map(int, at.split(":"))
        moment = (self.start + timedelta(days=number)).replace(hour=hour, minute=minute, second=0)
        self.goes_to(moment)
        return moment

    def moment(self, number: int, at: str) -> datetime:
        """Return a time of day so many days after the start."""
        hour, minute = map(int, at.split(":"))
        return (self.start + timedelta(days=number)).replace(hour=hour, minute=minute, second=0)

    def date(self, number: int) -> date:
        """Return the day so many days after the start."""
        return (self.start + timedelta(days=number)).date()

    def joins(self, page) -> None:
        """Let a browser live in this time as well."""
        page.context.clock.install(time=datetime.now(CITY_TZ))
        self.browsers.append(page.context)


class Worker:
    """The Celery worker, and its beat played by hand: a test says when the hour strikes."""

    def __init__(self):
        self.finished, self.news = set(), threading.Condition()

    def hears(self, task_id, **_rest) -> None:
        with self.news:
            self.finished.add(task_id)
            self.news.notify_all()

    def strikes(self, task: str) -> None:
        """Send a periodic task through the broker, as beat does, and wait until the worker has done it."""
        sent = celery.app.send_task(task, queue="periodic")
        with self.news:
            assert self.news.wait_for(lambda: sent.id in self.finished, PATIENCE), f"{task} was not done"


@pytest.fixture(autouse=True)
def _demo(settings):
    """The cast logs in with accounts that exist only in the demo."""
    settings.DEMO = True


@pytest.fixture
def clock():
    """Begin on Sunday, 1 March 2026, 15:20 in Zhengzhou; a test may go elsewhere."""
    clock = Clock(datetime(2026, 3, 1, 15, 20, tzinfo=CITY_TZ))
    yield clock
    clock.travel.stop()


@pytest.fixture
def staffed(city_site, clock):
    """Fill every post of 上街区, and let everybody log in with one password; return the address of the site."""
    office.forget()
    demo_staff.post_everyone(PASSWORD, clock.start, within=DISTRICT)
    User.objects.update(password=make_password(PASSWORD))
    yield city_site
    office.forget()


@pytest.fixture
def worker(staffed):
    """Run the real worker on all queues of the real broker, in this process, where it shares the moved clock.

    As patient as a worker's own process is: with the two seconds of a web process, a slow disk under the broker
    costs it the message it was just given, and nobody sweeps here.
    """
    worker = Worker()
    usual = {name: celery.app.conf[name] for name in schedule.PATIENT}
    celery.app.conf.update(schedule.PATIENT)
    task_postrun.connect(worker.hears)
    celery.app.control.purge()
    with start_worker(celery.app, perform_ping_check=False, shutdown_timeout=30):
        yield worker
    task_postrun.disconnect(worker.hears)
    celery.app.conf.update(usual)


@pytest.fixture
def keep(keep_picture):
    """Return a function that keeps numbered pictures in the order in which they are taken."""
    taken = []

    def take(page, name: str) -> None:
        # As tall as the page, so that bars at the foot of the window are drawn at the foot of the picture.
        taken.append(name)
        usual = page.viewport_size
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": usual["width"], "height": max(usual["height"], tall)})
        keep_picture(page, f"{len(taken):02}-{name}")
        page.set_viewport_size(usual)

    return take


@pytest.fixture
def cast(staffed, open_page, clock):
    """Return a function that lets somebody enter with a browser of their own: cast("cadre"), cast(Resident)."""

    def enter(who=Resident, **look):
        page = open_page(**look)
        clock.joins(page)
        return Resident(page, staffed) if who is Resident else Staff(page, staffed, who)

    return enter
