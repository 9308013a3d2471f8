"""Whom a request comes from. Anybody can write X-Forwarded-For: only what our own proxies added to it is believed."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

HOME_BITS = 64  # of an IPv6 address: a home or a phone gets a whole /64 and may change the rest at will


def address(request: HttpRequest) -> str:
    """Return the address that limits are counted on: an IPv4 address, or the first half of an IPv6 address.

    TRUSTED_PROXIES says how many proxies of ours stand in front; each of them has added one address to the header.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    chain = [*filter(None, forwarded), peer]
    trusted = settings.TRUSTED_PROXIES
    return network(chain[-1 - trusted] if len(chain) > trusted else peer) or network(peer) or "unknown"


def network(text: str) -> str:
    """Return an address as limits count it; empty for what is no address."""
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> HOME_BITS << HOME_BITS)}/{HOME_BITS}"
