"""The pages of the street's desk, as somebody who is logged in sees them."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import figures, servers
from bench.clients import Connection, Timings, get, hammer
from bench.floor.models import Report
from bench.load import STREET, WORDS, count_figures
from cases.models import Case

LISTS = {
    "desk, first page": ("/desk/", "≥ 160 /s, ≤ 12 statements"),
    "desk, the list alone": ("/desk/fresh/", "≥ 160 /s, ≤ 12 statements"),
    "desk, one filter": ("/desk/?queue=area&category=B", "≥ 100 /s, ≤ 12 statements"),
    "desk, two filters": (f"/desk/?queue=area&category=B&grid={STREET}006", "≥ 100 /s, ≤ 12 statements"),
    "desk, search": (f"/desk/?q={quote('路灯')}", "≤ 12 statements"),
    "case page": ("/desk/cases/{number}/", "≤ 20 statements"),
    "dashboard": (f"/dashboard/{STREET}/", "p95 ≤ 150 ms"),
}


def desk(seconds: float, logs: Path) -> Iterator[figures.Figure]:
    """Measure list, case page and dashboard in turn, at the number of cases the database holds now."""
    cases = Case.objects.count()
    number = Case.objects.open().filter(street__code=STREET).order_by("pk").values_list("number", flat=True).last()
    pages = {name: (path.format(number=number), aim) for name, (path, aim) in LISTS.items()}
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(username="street"))
    cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
    cookies = cookies.output(header="", sep=";").strip()
    fill_floor()
    count_figures(timezone.now())
    floor: list[Timings] = []
    with servers.web(logs) as port, servers.floor(logs) as floor_port:
        answers = {name: Connection(port).ask(get(path, cookies)).status for name, (path, _aim) in pages.items()}
        rounds = {name: [] for name, status in answers.items() if status == 200}
        for name in rounds:
            hammer(port, lambda _number, path=pages[name][0]: get(path, cookies), 200, seconds=1)
        hammer(floor_port, lambda _number: get("/floor/"), 200, seconds=1)
        for _round in range(figures.ROUNDS):
            floor.append(hammer(floor_port, lambda _number: get("/floor/"), 200, seconds=seconds))
            for name, timings in rounds.items():
                path = pages[name][0]
                timings.append(hammer(port, lambda _number, path=path: get(path, cookies), 200, seconds=seconds))
    yield figures.of_timings("bare DRF list of 50, nobody logged in", floor)
    for name, (path, aim) in pages.items():
        title = f"{name}, {cases:,} cases"
        if name in rounds:
            yield figures.of_timings(title, rounds[name], aim=aim, statements=statements(client, path))
        else:
            yield figures.absent(title, f"{path} answers {answers[name]}")


def fill_floor() -> None:
    """Give the bare list a table to take its fifty rows from."""
    texts = (f"{WORDS[number % len(WORDS)]}，已经好几天了。" * 3 for number in range(10_000))
    rows = (Report(text=text, category="A01", grid=STREET) for text in texts)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE floor_report CASCADE")
    Report.objects.bulk_create(rows, batch_size=1000)


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
