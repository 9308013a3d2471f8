"""Pages by keyset: nothing that can be typed into an address breaks a list."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db.models import Q

from zhengzhou_grid.lib import paging

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Rows:
    """Stands in for a QuerySet: keeps what it was filtered by."""

    asked = None

    def filter(self, *conditions, **columns):
        found = Rows()
        found.asked = conditions[0] if conditions else columns
        return found


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9" * 18, int("9" * 18))])
def test_a_whole_number_is_read(text, number):
    assert paging.whole(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.0", " 1", "1\n", "9" * 19, "9" * 5000, "one", "１"])
def test_anything_else_is_no_number(text):
    assert paging.whole(text) is None


@pytest.mark.parametrize(
    "mark",
    [
        "", "_", "never", "never_", "never_x", "never_²", "2026-13-45T00:00:00+00:00_1", "2026-11-23T00:00:00_1",
        f"{AT.isoformat()}_", f"{AT.isoformat()}_²", f"{AT.isoformat()}_{'9' * 5000}", "_1", "yesterday_1",
    ],
)  # fmt: skip
def test_a_broken_mark_is_the_first_page(mark):
    assert paging.after(mark, "due_at", may_be_empty=True) == Q()


def test_a_mark_leads_behind_its_row():
    mark = paging.mark(SimpleNamespace(due_at=AT, pk=7), "due_at")

    assert paging.behind(Rows(), mark, "due_at").asked == Q(due_at__gt=AT) | Q(due_at=AT, pk__gt=7)


def test_the_newest_first_go_backwards():
    mark = paging.mark(SimpleNamespace(reported_at=AT, pk=7), "reported_at")

    found = paging.behind(Rows(), mark, "reported_at", newest_first=True)
    assert found.asked == Q(reported_at__lt=AT) | Q(reported_at=AT, pk__lt=7)


def test_rows_without_a_moment_come_last():
    timed = paging.mark(SimpleNamespace(due_at=AT, pk=7), "due_at")
    empty = paging.mark(SimpleNamespace(due_at=None, pk=9), "due_at")

    assert paging.behind(Rows(), timed, "due_at", may_be_empty=True).asked == (
        Q(due_at__gt=AT) | Q(due_at=AT, pk__gt=7) | Q(due_at__isnull=True)
    )
    assert paging.behind(Rows(), empty, "due_at", may_be_empty=True).asked == Q(due_at__isnull=True, pk__gt=9)
    assert paging.behind(Rows(), empty, "due_at").asked == Q()
