"""The drawings that stand for photos, each checked once like any photo from outside."""

from functools import cache
from pathlib import Path

from django.core.files import File

from cases.photos import Checked, check

FOLDER = Path(__file__).parent / "photos"


@cache
def photo(name: str) -> Checked:
    """Return a drawing by name, such as manhole-before, ready to be kept with a case."""
    with (FOLDER / f"{name}.jpg").open("rb") as file:
        return check(File(file, name=f"{name}.jpg"))


def photos(names) -> tuple[Checked, ...]:
    """Return some drawings; empty names are passed over."""
    return tuple(photo(name) for name in names if name)
