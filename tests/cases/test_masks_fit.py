"""A mask may be longer than what it hides: what is written to the last sign of a column is kept all the same."""

from datetime import timedelta

import pytest

from cases import meetings, supervision, whistles
from cases.models import SiteVisit, SupervisionNotice, Whistle, WhistleCall

NAME = "孟雨"  # shorter than the three stars in its place
HOUR = timedelta(hours=1)


@pytest.fixture
def hidden(bring):
    """Return a case in progress whose reporter hides from the unit."""
    return bring("in_progress", name=NAME, phone="13812342706", hides_reporter=True)


def full(column) -> str:
    """Return words that say the name as often as a column holds it."""
    return (NAME * column.field.max_length)[: column.field.max_length]


def is_kept(row, *names) -> bool:
    """Tell whether each column is full of stars, without the name."""
    row.refresh_from_db()
    texts = {name: getattr(row, name) for name in names}
    return all(
        NAME not in text and len(text) == row._meta.get_field(name).max_length and set(text) == {"*"}
        for name, text in texts.items()
    )


def test_every_column_of_a_supervision_notice_takes_what_its_form_takes(hidden, who, world):
    notice = supervision.issue(
        hidden, kind="red", grounds=full(SupervisionNotice.grounds), demand=full(SupervisionNotice.demand),
        by=who("official"), now=world.now,
    )  # fmt: skip
    supervision.count(
        notice, counts=False, reason=full(SupervisionNotice.counts_reason), by=who("official"), now=world.now
    )
    supervision.answer(notice, text="已办。", by=who("cadre"), now=world.now)
    supervision.strike_off(notice, note=full(SupervisionNotice.strike_note), by=who("official"), now=world.now)

    assert is_kept(notice, "grounds", "demand", "counts_reason", "strike_note")


def test_every_column_of_a_whistle_and_of_reporting_in(hidden, who, world):
    whistle = whistles.blow(
        hidden, posts=[world.worker_post], place=full(Whistle.place), note=full(Whistle.reason),
        until=world.now + HOUR, by=who("street"), now=world.now,
    )  # fmt: skip
    call = whistles.report_in(whistle.calls.get(), note=full(WhistleCall.note), by=who("worker"), now=world.now)

    assert is_kept(whistle, "place", "reason")
    assert is_kept(call, "note")


def test_who_was_at_a_visit(hidden, who, world):
    item = meetings.propose(hidden, reason="legacy", level=0, problem="见台账", by=who("street"), now=world.now)
    visit = meetings.record_visit(
        item, visited_at=world.now, present=full(SiteVisit.present), text=NAME, by=who("district"), now=world.now
    )

    assert is_kept(visit, "present")
