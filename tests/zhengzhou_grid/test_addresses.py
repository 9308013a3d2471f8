"""Where the servers are, given or embedded."""

from pathlib import Path

import pytest

from zhengzhou_grid import addresses


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://127.0.0.1:6379/4", "redis://127.0.0.1:6379/4"),
        ("rediss://user:word@host/1", "rediss://user:word@host/1"),
        ("unix:///tmp/a/valkey.sock?db=0", "redis+socket:///tmp/a/valkey.sock?virtual_host=0"),
    ],
)
def test_it_spells_addresses_as_celery_wants_them(url, expected):
    assert addresses.broker_url(url) == expected


def test_it_moves_sockets_to_a_short_place_when_the_folder_is_deep(monkeypatch):
    monkeypatch.setattr(addresses, "LOCAL", Path("/srv") / ("very-deep-" * 10) / ".local")

    assert len(str(addresses.valkey_socket())) < 100
    assert "very-deep" not in str(addresses.socket_folder())


def test_it_counts_bytes_not_letters(monkeypatch):
    monkeypatch.setattr(addresses, "LOCAL", Path("/srv") / ("郑州网格" * 7) / ".local")

    assert "郑" not in str(addresses.socket_folder())


def test_it_keeps_a_secret_once_made(monkeypatch, tmp_path):
    monkeypatch.setattr(addresses, "LOCAL", tmp_path / ".local")

    first = addresses.kept("word", lambda: "first")

    assert addresses.kept("word", lambda: "second") == first == "first"
    assert (tmp_path / ".local" / "word").stat().st_mode & 0o777 == 0o600
