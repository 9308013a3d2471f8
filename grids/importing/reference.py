"""Departments, categories and the responsibility list: read from the data files into the database.

The files are defaults that a city official may change in the admin. Loading therefore adds what is missing and
leaves what is there as it is; with `overwrite` everything named in the files is set to the files again.

B04 covers water, power, gas and heating; heating leads because most of these reports are about cold radiators
(DOMAIN §6.4), and the other three companies support.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction

from grids.models import Category, Department, ResponsibilityRule

DATA = Path(__file__).parent / "data"

FLAGS = ("is_territorial", "needs_photo", "is_sensitive", "is_emergency", "is_common")


class UnknownCode(Exception):
    """A line of a data file names a department or a category that no file has."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the lines of one file."""

    name: str
    added: int
    overwritten: int
    kept: int
    same: int


def read(name: str) -> list[dict]:
    """Return the lines of a data file by name, flags as booleans."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {key: value == "yes" if key in FLAGS else value for key, value in line.items()}
            for line in csv.DictReader(file)
        ]


@transaction.atomic
def load(overwrite: bool = False) -> list[Loaded]:
    """Load the three files. Raises UnknownCode, and then changes nothing."""
    return [load_departments(overwrite), *load_categories(overwrite), load_rules(overwrite)]


def load_departments(overwrite: bool) -> Loaded:
    return _store("departments", Department, read("departments"), overwrite)


def load_categories(overwrite: bool) -> list[Loaded]:
    """Load the classes first, then the leaves that belong to them."""
    lines = read("categories")
    classes = [{**line, "parent_id": None} for line in lines if not line["parent"]]
    loaded = _store("classes", Category, map(_without_parent, classes), overwrite)
    ids = _ids(Category)
    leaves = [{**line, "parent_id": _known(ids, line["parent"])} for line in lines if line["parent"]]
    return [loaded, _store("categories", Category, map(_without_parent, leaves), overwrite)]


def load_rules(overwrite: bool) -> Loaded:
    """Load the responsibility list: the first department named leads, the others support."""
    categories, departments = _ids(Category), _ids(Department)
    there = {
        (rule.category_id, rule.level): rule
        for rule in ResponsibilityRule.objects.prefetch_related("supporting_departments")
    }
    added = overwritten = kept = same = 0
    for line in read("responsibilities"):
        level = int(line["level"]) if line["level"] else None
        category_id = _known(categories, line["category"])
        lead_id = _known(departments, line["lead"])
        supporting = {_known(departments, code) for code in line["supporting"].split()}
        rule = there.get((category_id, level))
        if rule is None:
            rule = ResponsibilityRule.objects.create(category_id=category_id, level=level, lead_department_id=lead_id)
            rule.supporting_departments.set(supporting)
            added += 1
        elif rule.lead_department_id == lead_id and supporting == {d.pk for d in rule.supporting_departments.all()}:
            same += 1
        elif overwrite:
            rule.lead_department_id = lead_id
            rule.save(update_fields=["lead_department"])
            rule.supporting_departments.set(supporting)
            overwritten += 1
        else:
            kept += 1
    return Loaded("rules", added, overwritten, kept, same)


def _store(name: str, model: type[models.Model], lines: Iterable[dict], overwrite: bool) -> Loaded:
    there = {row.code: row for row in model.objects.all()}
    added, changed, same = [], [], 0
    fields: list[str] = []
    for line in lines:
        fields = [field for field in line if field != "code"]
        row = there.get(line["code"])
        if row is None:
            added.append(model(**line))
        elif all(getattr(row, field) == line[field] for field in fields):
            same += 1
        else:
            for field in fields:
                setattr(row, field, line[field])
            changed.append(row)
    model.objects.bulk_create(added)
    if overwrite and changed:
        model.objects.bulk_update(changed, fields)
    overwritten = len(changed) if overwrite else 0
    return Loaded(name, len(added), overwritten, len(changed) - overwritten, same)


def _without_parent(line: dict) -> dict:
    return {key: value for key, value in line.items() if key != "parent"}


def _ids(model: type[models.Model]) -> dict[str, int]:
    return dict(model.objects.values_list("code", "pk"))


def _known(ids: dict[str, int], code: str) -> int:
    if code not in ids:
        raise UnknownCode(code)
    return ids[code]
