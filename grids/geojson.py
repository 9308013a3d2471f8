"""Outlines as GeoJSON for maps: light, and the same bytes for the same data."""

from collections.abc import Iterable

import shapely
from shapely.geometry import mapping, shape

from grids.models import Outline

# A level is drawn without the vertices that only the level below needs. The measure is the root of the area a vertex
# may change: here a triangle of 200 m by 4 m, invisible on a screen.
TOLERANCE = 0.0002


def feature_collection(outlines: Iterable[Outline]) -> dict:
    """Return a FeatureCollection of neighbouring grids, with code, names and label point, borders still shared."""
    outlines = list(outlines)
    shapes = shapely.coverage_simplify([shape(outline.geometry) for outline in outlines], TOLERANCE)
    return {
        "type": "FeatureCollection",
        "features": [_feature(outline, geometry) for outline, geometry in zip(outlines, shapes, strict=True)],
    }


def _feature(outline: Outline, geometry) -> dict:
    grid = outline.grid
    return {
        "type": "Feature",
        "id": grid.code,
        "properties": {
            "code": grid.code,
            "level": grid.level,
            "label": grid.short_label,
            "name": grid.name,
            "name_en": grid.name_en,
            "label_point": [outline.label_lng, outline.label_lat],
            "is_schematic": outline.is_schematic,
            "is_sample": grid.is_sample,
        },
        "geometry": mapping(geometry),
    }
