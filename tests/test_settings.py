"""The settings read strictly from the environment, tried in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
SHOW = """
import json
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in {names!r}]))
"""


@pytest.fixture
def read():
    """Return a function that reads settings in a fresh process with these environment variables."""

    def run(*names, **environment):
        names_kept = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "zhengzhou_grid.settings",
            "SECRET_KEY": "x",
        }
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-c", SHOW.format(names=names)],
            cwd=BASE,
            env={**names_kept, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def values(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_leads_to_the_embedded_servers_when_no_address_is_given(read):
    [databases, redis_url] = values(read("DATABASES", "REDIS_URL"))

    assert databases["default"]["HOST"].startswith("/")
    assert databases["default"]["NAME"] == "zhengzhou_grid"
    assert redis_url.startswith("unix:///")


def test_it_keeps_what_the_given_addresses_say(read):
    [databases, redis_url] = values(
        read(
            "DATABASES", "REDIS_URL", DATABASE_URL="postgres://me@db:6543/city?sslmode=require", REDIS_URL="redis://r/3"
        )
    )
    default = databases["default"]

    assert (default["HOST"], default["PORT"], default["NAME"]) == ("db", 6543, "city")
    assert default["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout" in default["OPTIONS"]["options"]
    assert redis_url == "redis://r/3"


def test_it_keeps_connections_and_checks_them(read):
    [databases] = values(read("DATABASES"))

    assert (databases["default"]["CONN_MAX_AGE"], databases["default"]["CONN_HEALTH_CHECKS"]) == (600, True)


def test_it_is_safe_unless_told_otherwise(read):
    assert values(read("DEBUG", "DEMO", "ALLOWED_HOSTS")) == [False, False, ["localhost", "127.0.0.1", "[::1]"]]


def test_it_turns_on_everything_that_needs_tls_with_one_switch(read):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")

    assert values(read(*names, HTTPS="true")) == [True, True, True, 31536000]


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "yes"), ("HTTPS", "1"), ("CONN_MAX_AGE", "long")])
def test_it_refuses_what_it_cannot_read(read, name, value):
    done = read("DEBUG", **{name: value})

    assert done.returncode != 0
    assert name in done.stderr


def test_health_answers_inside_a_tls_proxy_too(read):
    [exempt] = values(read("SECURE_REDIRECT_EXEMPT", HTTPS="true"))

    assert exempt == ["^healthz$", "^readyz$"]


def test_it_reads_the_addresses_of_servers_from_files(read, tmp_path):
    (tmp_path / "database").write_text("postgres://me:word@db/city\n")
    (tmp_path / "redis").write_text("rediss://:word@r/3\n")
    files = {"DATABASE_URL_FILE": str(tmp_path / "database"), "REDIS_URL_FILE": str(tmp_path / "redis")}

    [databases, redis_url] = values(read("DATABASES", "REDIS_URL", **files))

    assert (databases["default"]["HOST"], databases["default"]["PASSWORD"]) == ("db", "word")
    assert redis_url == "rediss://:word@r/3"


def test_it_reads_a_secret_from_a_file(read, tmp_path):
    (tmp_path / "key").write_text("from a file\n")

    assert values(read("SECRET_KEY", SECRET_KEY_FILE=str(tmp_path / "key"))) == ["from a file"]


def test_a_test_run_has_settings_of_its_own_however_it_is_started(settings):
    assert settings.SETTINGS_MODULE == "tests.settings"
    assert settings.REDIS_PREFIX.startswith("zhengzhou-grid-test-")
    assert settings.MEDIA_ROOT != BASE / "media"
