"""X-Forwarded-For is believed as far as our own proxies wrote it."""

import pytest
from django.test import RequestFactory

from zhengzhou_grid.lib import client


def address(peer, forwarded=None):
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return client.address(RequestFactory().get("/", REMOTE_ADDR=peer, **more))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "198.51.100.1"),  # nobody of ours stands in front: whatever the header says is made up
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # what a stranger put before it does not count
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),  # fewer than there should be
        (1, "nonsense", "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, None, "198.51.100.1"),
    ],
)
def test_only_what_our_proxies_added_is_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert address("198.51.100.1", forwarded) == expected


def test_an_ipv6_home_is_one_address_and_an_ipv4_one_is_written_one_way():
    assert address("2001:db8:1:2:aaaa::1") == address("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    assert address("2001:db8:1:3::1") != address("2001:db8:1:2::1")
    assert address("::ffff:198.51.100.1") == "198.51.100.1"


def test_a_socket_without_an_address_is_no_error():
    assert address("") == "unknown"
