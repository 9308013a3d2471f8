"""Categories, their questions and words, and departments, kept in every process: they change a few times a year."""

from collections.abc import Mapping
from types import MappingProxyType

from grids.models import Category, Department, Keyword, Questionnaire, ResponsibilityRule
from zhengzhou_grid.lib.snapshot import Snapshot


def categories() -> Mapping[int, Category]:
    """Return every category by its key, each with its class, at most a minute old. To be read, never saved."""
    return _categories.get()


def leaves() -> list[Category]:
    """Return the leaves in use by their codes: what a matter can be."""
    return [category for category in categories().values() if category.parent_id and category.is_active]


def _read() -> Mapping[int, Category]:
    found = {category.pk: category for category in Category.objects.order_by("code")}
    for category in found.values():
        category.parent = found.get(category.parent_id)
    return MappingProxyType(found)


def departments() -> Mapping[int, Department]:
    """Return every department by its key in the order of their codes, at most a minute old. To be read, never saved."""
    return _departments.get()


def _read_departments() -> Mapping[int, Department]:
    return MappingProxyType({department.pk: department for department in Department.objects.order_by("code")})


def questionnaires() -> Mapping[int, Questionnaire]:
    """Return what each category asks now, by the category's key; those that ask nothing are left out."""
    return _questionnaires.get()


def _read_questionnaires() -> Mapping[int, Questionnaire]:
    latest = (
        Questionnaire.objects.order_by("category_id", "-version").distinct("category_id").select_related("category")
    )
    return MappingProxyType({found.category_id: found for found in latest if found.questions})


def keywords() -> tuple[tuple[str, int | None], ...]:
    """Return each word with the key of the category it speaks for; None: it means danger."""
    return _keywords.get()


def _read_keywords() -> tuple[tuple[str, int | None], ...]:
    return tuple(Keyword.objects.order_by("word").values_list("word", "category"))


def forget_asked() -> None:
    """Read questions and words again at the next question; for who has just changed them."""
    _questionnaires.forget()
    _keywords.forget()


def led_by(department: Department) -> list[Category]:
    """Return the kinds of matters a department leads at some level, by their codes, at most a minute old."""
    return [categories()[pk] for pk in _duties.get().get(department.pk, ()) if categories()[pk].is_active]


def _read_duties() -> Mapping[int, tuple[int, ...]]:
    pairs = ResponsibilityRule.objects.order_by("category__code").values_list("lead_department", "category")
    found: dict[int, dict[int, None]] = {}
    for department, category in pairs.distinct():
        found.setdefault(department, {})[category] = None
    return MappingProxyType({department: tuple(led) for department, led in found.items()})


_categories = Snapshot(_read)
_questionnaires = Snapshot(_read_questionnaires)
_keywords = Snapshot(_read_keywords)
_duties = Snapshot(_read_duties)
_departments = Snapshot(_read_departments)
