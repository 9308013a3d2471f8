"""Somebody without an account who reads English, at a clock that stands still."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def _standing_clock(now):
    cache.clear()
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def reader(world):
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def read(reader):
    """Return the words of a page: read("/square/news/")."""

    def get(path):
        response = reader.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    return get
