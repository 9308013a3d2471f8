"""Alive, ready, and pages for what goes wrong."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from cases import lifecycle, permissions, sweeps
from zhengzhou_grid import views


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def test_it_is_alive_without_asking_the_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_it_is_ready_when_nothing_waits(client, db):
    sweeps.heartbeat(timezone.now() - timedelta(seconds=7))

    answer = client.get("/readyz")

    report = answer.json()
    assert answer.status_code == 200
    assert 7 <= report.pop("heartbeat_seconds") < views.OLDEST_HEARTBEAT
    assert report == {
        "status": "ready",
        "database": "ok",
        "oldest_event_seconds": 0,
        "stuck_events": 0,
        "broker": "ok",
        "clock": "ok",
    }


def test_it_is_late_when_an_event_waits_too_long(client, db):
    long_ago = timezone.now() - timedelta(seconds=views.OLDEST_EVENT + 60)
    lifecycle.report(lifecycle.Report(text="井盖没了"), by=permissions.REPORTER, now=long_ago)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "late")
    assert answer.json()["oldest_event_seconds"] > views.OLDEST_EVENT


def test_it_is_degraded_but_serving_when_the_clock_stands_still(client, db):
    sweeps.heartbeat(timezone.now() - timedelta(seconds=views.OLDEST_HEARTBEAT + 5))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["clock"] == "beat or worker stands still"


def test_it_is_degraded_when_beat_never_gave_a_sign(client, db):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["clock"] == "no sign of beat and worker yet"


def test_a_probe_inside_the_proxy_is_not_sent_to_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/accounts/login/").status_code == 301


def test_it_is_degraded_but_serving_without_a_broker(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["broker"]) == ("degraded", "does not answer")


def test_it_is_unavailable_without_a_database(client, db):
    def refuse(*_):
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["database"]) == ("unavailable", "does not answer")


def test_health_is_never_cached(client, db):
    assert "no-store" in client.get("/readyz")["Cache-Control"]
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_a_missing_page_says_so_in_both_languages(client, db):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "Page not found" in answer.content.decode()


def test_an_outdated_form_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "en"})

    assert answer.status_code == 403
    assert "打开得太久" in answer.content.decode()


def test_an_outdated_form_leads_back_to_its_page_and_nowhere_else():
    client = Client(enforce_csrf_checks=True)
    page = "http://testserver/desk/cases/ZZ20261123-000001/"

    ours = client.post("/desk/cases/ZZ20261123-000001/reply/", headers={"referer": page}).content.decode()
    foreign = client.post("/desk/bulk/", headers={"referer": "https://example.org/"}).content.decode()

    assert f'<a href="{page}">打开原来的页面</a>' in ours
    assert "What you typed at the desk is kept on this device" in ours
    assert "example.org" not in foreign


def test_pages_carry_a_content_security_policy_without_unsafe_inline(client, db):
    policy = client.get("/no-such-page/")["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "object-src 'none'" in policy
