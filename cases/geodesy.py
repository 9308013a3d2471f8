"""Distances within a city, where the earth may be taken for a sphere. Pure."""

from math import asin, cos, radians, sin, sqrt

RADIUS = 6_371_000  # metres
METRES_PER_DEGREE = 111_195


def metres(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    """Return the distance of two points of EPSG:4490 (for our purpose WGS-84), in metres."""
    north, east = radians(other_lat - lat), radians(other_lng - lng)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * RADIUS * asin(sqrt(min(chord, 1)))


def degrees(lat: float, distance: float) -> tuple[float, float]:
    """Return how many degrees of latitude and of longitude a distance in metres is at a latitude."""
    return distance / METRES_PER_DEGREE, distance / (METRES_PER_DEGREE * max(cos(radians(lat)), 0.01))
