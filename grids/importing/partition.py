"""Divide one polygon into cells of given shares: a power diagram relaxed like a net. Pure geometry, no database."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon

SAMPLES_PER_CELL = 260
ROUNDS = 60
STEP = 0.6  # how eagerly a cell's weight follows its missing area; higher values swing


def divide(region: Polygon, shares: Sequence[float], rng: np.random.Generator, centre=None) -> list[Polygon]:
    """Cut a region into one cell per share, areas roughly in proportion, without gaps or overlaps.

    With a centre (x, y), the first shares lie nearest to it. The same generator state gives the same cells.
    """
    count = len(shares)
    if count == 1:
        return [region]
    goals = np.asarray(shares, dtype=float) / np.sum(shares)
    points = _scatter(region, SAMPLES_PER_CELL * count, rng)
    sites = points[rng.choice(len(points), count, replace=False)]
    if centre is not None:
        sites = sites[np.argsort(np.hypot(*(sites - np.asarray(centre)).T))]
    sites, weights = _relax(points, sites, goals, region.area)
    return _join_islands([_cell(region, sites, weights, index) for index in range(count)])


def _scatter(region: Polygon, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return points spread evenly over a region: a jittered lattice, cut to it."""
    left, bottom, right, top = region.bounds
    step = (region.area / count) ** 0.5
    xs, ys = np.meshgrid(np.arange(left + step / 2, right, step), np.arange(bottom + step / 2, top, step))
    lattice = np.column_stack([xs.ravel(), ys.ravel()])
    lattice += rng.uniform(-step / 3, step / 3, lattice.shape)
    shapely.prepare(region)
    return lattice[shapely.contains_xy(region, lattice[:, 0], lattice[:, 1])]


def _relax(points, sites, goals, area):
    """Move the sites to the centres of their cells and weigh them until the areas come near the goals."""
    weights = np.zeros(len(sites))
    for _ in range(ROUNDS):
        owners = _owners(points, sites, weights)
        found = np.bincount(owners, minlength=len(sites)) / len(points)
        weights += STEP * area * (goals - found) / np.pi
        weights -= weights.mean()
        owners = _owners(points, sites, weights)
        held = np.bincount(owners, minlength=len(sites))
        sums = np.column_stack([np.bincount(owners, points[:, axis], len(sites)) for axis in (0, 1)])
        sites = np.where(held[:, None] > 0, sums / np.maximum(held, 1)[:, None], sites)
    return sites, weights


def _owners(points, sites, weights):
    distances = ((points[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2)
    return np.argmin(distances - weights, axis=1)


def _cell(region: Polygon, sites, weights, index: int) -> shapely.Geometry:
    """Return the part of a region nearer, in power distance, to one site than to any other."""
    left, bottom, right, top = region.buffer(1e-3).bounds
    corners = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
    for other in range(len(sites)):
        if other != index and len(corners):
            normal = 2 * (sites[other] - sites[index])
            limit = (sites[other] ** 2).sum() - weights[other] - (sites[index] ** 2).sum() + weights[index]
            corners = _keep_half(corners, normal, limit)
    return region.intersection(Polygon(corners)) if len(corners) > 2 else Polygon()


def _keep_half(corners, normal, limit):
    """Clip a convex polygon to the points p with normal · p <= limit."""
    heights = corners @ normal - limit
    kept = []
    for here, there, height, next_height in zip(
        corners, np.roll(corners, -1, axis=0), heights, np.roll(heights, -1), strict=True
    ):
        if height <= 0:
            kept.append(here)
        if height * next_height < 0:
            kept.append(here + (there - here) * height / (height - next_height))
    return np.array(kept)


def _join_islands(cells: list[shapely.Geometry]) -> list[Polygon]:
    """Give every piece cut off from its cell, in a bay of a crooked region, to the neighbour it touches longest."""
    mains, islands = [], []
    for cell in cells:
        pieces = sorted(_polygons(cell), key=lambda piece: piece.area, reverse=True)
        if not pieces:
            raise ValueError("A cell of the partition is empty.")
        mains.append(pieces[0])
        islands += pieces[1:]
    for island in sorted(islands, key=lambda piece: piece.area, reverse=True):
        touching = [island.intersection(main).length for main in mains]
        nearest = int(np.argmax(touching))
        mains[nearest] = max(_polygons(mains[nearest].union(island)), key=lambda piece: piece.area)
    return mains


def _polygons(geometry: shapely.Geometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
