"""Standard replies, kept in every process and filled with what a case says; the first ones are loaded from a file."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format

from cases import due_words, reply_words
from cases.models import Case, StandardReply
from zhengzhou_grid.lib.snapshot import Snapshot

FILE = Path(__file__).parent / "standard_replies.toml"


@dataclass(frozen=True)
class Filled:
    """One standard reply for one case: its name, and its text with the case's words in it."""

    code: str
    name: str
    text: str


def offered(use: str, case: Case, now: datetime) -> list[Filled]:
    """Return the standard replies for an action on a case, filled. No queries."""
    facts = facts_of(case, now)
    return [Filled(one.code, one.label, reply_words.fill(one.text, facts)) for one in _all.get() if one.use == use]


def facts_of(case: Case, now: datetime) -> dict[str, str]:
    """Return what the variables stand for; empty where the case does not know it yet."""
    unit = case.lead_department.label if case.lead_department else str(case.owner or "")
    return {
        "number": case.number,
        "title": case.title,
        "category": case.category.label if case.category else "",
        "place": case.address or (case.place.label if case.place else ""),
        "unit": unit,
        "due": due_words.moment(case.handle_due_at, now) if case.handle_due_at else "",
        "today": date_format(timezone.localtime(now), "DATE_FORMAT"),
    }


def forget() -> None:
    """Read the table again: it was changed by this process."""
    _all.forget()


def load() -> int:
    """Add the standard replies of the file that are not there yet, and return how many; edited ones stay."""
    known = set(StandardReply.objects.values_list("code", flat=True))
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["reply"]
    new = [StandardReply(position=number, **row) for number, row in enumerate(rows) if row["code"] not in known]
    StandardReply.objects.bulk_create(new)
    forget()
    return len(new)


_all = Snapshot(lambda: tuple(StandardReply.objects.filter(is_active=True)))
