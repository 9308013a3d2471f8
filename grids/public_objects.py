"""The only writer of public objects: put a label on a thing, take it out of use. No code is given twice."""

import secrets

from grids import catalogue
from grids.models import Category, Grid, PublicObject
from grids.models.public_object import CODE_LENGTH, SIGNS

Kind = PublicObject.Kind
USUAL = {  # what is mostly reported of a thing, where its category is left open
    Kind.LAMP: "B02",
    Kind.MANHOLE: "B01",
    Kind.BIN: "A01",
    Kind.TREE: "A04",
    Kind.HYDRANT: "F01",
    Kind.FITNESS: "J02",
}


def add(*, kind: str, grid: Grid, address: str, spot: str = "", category: Category | None = None) -> PublicObject:
    """Enter a thing with a fresh code; without a category it gets the usual one of its kind, if there is one."""
    made = PublicObject(kind=kind, grid=grid, address=address, spot=spot, category=category or _usual(kind))
    made.code = _fresh_code()
    made.save(force_insert=True)
    return made


def use(thing: PublicObject, *, is_active: bool) -> None:
    """Take a thing out of use, so that its label fills nothing in any more, or back into it."""
    PublicObject.objects.filter(pk=thing.pk).update(is_active=is_active)


def by_code(typed: str) -> PublicObject | None:
    """Return the thing in use with the code of a label."""
    code = typed.strip().upper()
    return PublicObject.objects.in_use().with_places().filter(code=code).first() if len(code) == CODE_LENGTH else None


def _fresh_code() -> str:
    """Return a code no label has; the same one drawn twice in one moment, of 700 million, is refused by the table."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))
        if not PublicObject.objects.filter(code=code).exists():
            return code


def _usual(kind: str) -> Category | None:
    code = USUAL.get(kind)
    return next((leaf for leaf in catalogue.leaves() if leaf.code == code), None)
