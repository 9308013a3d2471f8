"""What every test may use: real servers, a real browser, a database with the whole city."""

import os
import shutil
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils import translation
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import blocking_manager_key

from tests import chromium, city, paper_pages, rows
from zhengzhou_grid import services
from zhengzhou_grid.lib import catalogue, snapshot
from zhengzhou_grid.lib.kept import NEVER, Statement
from zhengzhou_grid.lib.prepared import Prepared

ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"
IN_A_BROWSER = ("browser", "journeys")  # folders whose tests need Chromium
for_the_session = ExitStack()
MADE_ANEW = frozenset({"django_content_type", "auth_permission"})  # by Django itself, after it has emptied a database
made_by_migrations: list[rows.Rows] = []


def pytest_configure(config):
    Prepared.is_checked = True
    Statement.after = NEVER  # what a test asks for can be read then
    config.addinivalue_line("markers", "browser: needs Chromium; set by the folder")
    config.addinivalue_line("markers", "journey: needs a browser and a worker; set by the folder")
    config.addinivalue_line("markers", "long: takes minutes; begins first, so that nobody waits for it at the end")
    config.addinivalue_line("markers", "alone: kills, freezes or times real processes; runs after the quick tests")
    if not hasattr(config, "workerinput"):  # a process of pytest-xdist finds everything prepared
        for_the_session.enter_context(services.running())
        catalogue.compile_changed(settings.LOCALE_PATHS[0])


def pytest_unconfigure(config):
    for_the_session.close()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        folders = set(item.path.relative_to(Path(__file__).parent).parts[:-1])
        if "journeys" in folders:
            item.add_marker(pytest.mark.journey)
        if set(IN_A_BROWSER) & folders:
            item.add_marker(pytest.mark.browser)
            if chromium.path() is None:
                item.add_marker(pytest.mark.skip(reason=chromium.HOW_TO_GET_IT))


def pytest_terminal_summary(terminalreporter):
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if chromium.HOW_TO_GET_IT in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"!!! {len(skipped)} BROWSER TESTS WERE SKIPPED, {chromium.HOW_TO_GET_IT} !!!", red=True, bold=True
        )


@pytest.fixture(autouse=True)
def _fresh_start():
    """No test sees the small tables or the language as another test left them."""
    snapshot.forget_all()
    with translation.override(settings.LANGUAGE_CODE):
        yield


# --- the whole city --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Work in a copy of the database that the migrations make; running them takes a process a quarter of a minute."""
    with django_db_blocker.unblock():
        city.schema.make()
        with city.schema.copy():
            made_by_migrations.append(rows.all_there(but=MADE_ANEW))
            yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Lay down again what the migrations made: a test with real commits ends by emptying every table."""
    result = yield
    marker = item.get_closest_marker("django_db")
    is_real = marker and marker.kwargs.get("transaction")
    is_real = is_real or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if is_real and nextitem:  # after the last one the database is gone
        # They are still there where the test failed before it began.
        with item.config.stash[blocking_manager_key].unblock(), suppress(IntegrityError):
            rows.lay_down(made_by_migrations[0])
    return result


@pytest.fixture(scope="session")
def city_template(django_db_setup, django_db_blocker):
    """Make the database with all grids and reference data, unless an earlier run has made it."""
    with django_db_blocker.unblock():
        city.whole.make()


@pytest.fixture
def whole_city(city_template, django_db_blocker):
    """Work on a fresh copy of the whole city, with real commits; staff and cases are the test's own business."""
    with django_db_blocker.unblock(), city.whole.copy():
        yield


@pytest.fixture
def city_site(whole_city):
    """Serve the whole city from this process, where time-machine can move its clock; return its address."""
    server = LiveServer("127.0.0.1:0")
    yield server.url
    server.stop()


# --- the browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """Start Chromium once per session."""
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield chrome
        chrome.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser):
    """Return a function that opens a page as somebody new: open_page(width=390, javascript=False, locale="en")."""
    contexts = []

    def new_page(*, width=1440, height=900, javascript=True, locale="zh-CN", **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """Open one page at desk size."""
    return open_page()


@pytest.fixture
def artefacts(request):
    """Return the folder of a test's artefacts, without those of an earlier run."""
    folder = ARTEFACTS / request.node.name
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def keep_pages(artefacts):
    """Return a function that keeps the pages of a PDF as pictures among the artefacts: keep_pages(file, "minutes")."""

    def keep(file: bytes, name: str) -> None:
        artefacts.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(paper_pages.pictures(file), 1):
            picture.save(artefacts / f"{name}-{number}.png")

    return keep


@pytest.fixture
def keep_picture(artefacts):
    """Return a function that keeps a picture of a page among the artefacts: keep_picture(page, "01-report")."""

    def keep(page, name):
        artefacts.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=artefacts / f"{name}.png", full_page=True)

    return keep
