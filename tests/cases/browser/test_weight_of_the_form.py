"""The first load of the report form, as a browser with an empty cache gets it from the product's own web server."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from tests.reliability.servers import wait_until
from zhengzhou_grid import addresses, serve

BASE = Path(__file__).resolve().parent.parent.parent.parent
MOST_BYTES = 120_000  # with everything but photos and map; promised are 200,000, and forms grow
OF_THE_MAP = ("leaflet", "/map.", "/map-layer.", "/names.", "/outlines/")


@pytest.fixture
def product(whole_city, tmp_path):
    """Start the product's own web server on the whole city, with hashed and compressed static files."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hashed_static",
        "COLLECTED_STATIC": str(tmp_path / "static"),
        "DATABASE_URL": urlsplit(addresses.database_url())
        ._replace(path=f"/{connection.settings_dict['NAME']}")
        .geturl(),
        "HASHED_STATIC": "true",
        "SECRET_KEY": settings.SECRET_KEY,
        "WEB_WORKERS": "1",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--ignore", "echarts*", "--ignore", "admin"]
    subprocess.run(collect, cwd=BASE, env=environment, check=True, capture_output=True)
    web = next(program for program in serve.programs("127.0.0.1", port) if program.name == "web")
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(web.command, cwd=BASE, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"

    def answers():
        try:
            return urllib.request.urlopen(f"{address}/healthz", timeout=2).status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    try:
        wait_until(answers, within=90)
        yield address
    finally:
        process.kill()
        process.wait()
        log.close()


def test_it_is_light_and_the_map_comes_only_when_it_is_opened(product, open_page):
    page = open_page(width=360, height=640)
    answers = follow(page)
    page.goto(f"{product}/report/", wait_until="networkidle")
    expect(page.locator("[data-next]")).to_be_visible()

    sizes = {address: size for address, _kind, size in answers.values() if size}
    assert (
        page.locator('[name=district] option[value="410106"]').count() == 1
    )  # it is the real form, with the districts of the city
    assert any("/static/js/report." in address for address in sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert not [address for address in sizes if any(part in address for part in OF_THE_MAP)]
    assert all(urlsplit(address).netloc == urlsplit(product).netloc for address in sizes)
    for address, kind, _size in answers.values():  # everything of words goes compressed
        assert kind in ("br", "gzip") or "/favicon" in address or address.endswith(".png"), address

    page.locator("[data-map-open]").click()
    expect(page.locator(".leaflet-container")).to_be_visible()
    page.wait_for_load_state("networkidle")
    opened = [address for address, _kind, _size in answers.values()]
    assert any("leaflet" in address for address in opened)


def follow(page) -> dict[str, list]:
    """Return what fills with the address, the compression and the bytes on the line of each answer, by its number."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    answers = {}

    def came(event):
        response = event["response"]
        heads = {name.lower(): value for name, value in response["headers"].items()}
        if response["url"].startswith("http"):
            answers[event["requestId"]] = [response["url"], heads.get("content-encoding", ""), 0]

    def ended(event):
        if event["requestId"] in answers:
            answers[event["requestId"]][2] = int(event["encodedDataLength"])

    line.on("Network.responseReceived", came)
    line.on("Network.loadingFinished", ended)
    return answers
