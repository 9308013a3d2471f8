"""Invitations follow RFC 5545: lines folded, the city's time, changes and cancellations by sequence and method."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from cases.papers import invitation
from cases.papers.invitation import Guest
from tests.cases.papers.samples import BIDI_AND_CONTROLS, INVITATION


def event_of(file: bytes):
    return Calendar.from_ical(file).walk("VEVENT")[0]


def test_it_invites_in_the_citys_time():
    file = invitation.as_ics(INVITATION)
    event = event_of(file)

    assert b"DTSTART;TZID=Asia/Shanghai:20261123T150000\r\n" in file
    assert event["dtstart"].dt == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=2)
    assert b"TZID:Asia/Shanghai" in file
    assert b"DTSTAMP:20261120T010000Z" in file


def test_its_lines_are_folded_at_75_octets_between_whole_characters():
    lines = invitation.as_ics(INVITATION).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert b"\n" not in b"".join(lines)


def test_texts_come_back_as_they_went_in():
    event = event_of(invitation.as_ics(INVITATION))

    assert event["summary"] == INVITATION.title
    assert event["location"] == INVITATION.place
    assert event["description"] == INVITATION.description
    assert event["attendee"].params["CN"] == "韩景和"


def test_a_change_keeps_the_uid_and_raises_the_sequence():
    changed = replace(INVITATION, sequence=1, starts_at=INVITATION.starts_at + timedelta(days=1))

    file = invitation.as_ics(changed)

    assert b"METHOD:REQUEST\r\n" in file
    assert event_of(file)["uid"] == INVITATION.uid
    assert event_of(file)["sequence"] == 1


def test_a_cancellation_cancels():
    file = invitation.as_cancellation(replace(INVITATION, sequence=2))

    assert b"METHOD:CANCEL\r\n" in file
    assert event_of(file)["status"] == "CANCELLED"
    assert event_of(file)["sequence"] == 2
    assert b"VALARM" not in file


def test_without_an_organiser_it_is_published():
    file = invitation.as_ics(replace(INVITATION, organiser=None, guests=()))

    assert b"METHOD:PUBLISH\r\n" in file
    assert b"ORGANIZER" not in file


@pytest.mark.parametrize("text", [BIDI_AND_CONTROLS, "x\r\nATTENDEE:mailto:evil@example.cn", 'a";:,\\b', "W" * 10_000])
def test_hostile_texts_stay_inside_their_property(text):
    file = invitation.as_ics(
        replace(INVITATION, title=text, place=text, description=text, uid="u" + text[:9], guests=(Guest(text, text),))
    )
    event = event_of(file)

    assert file.count(b"\r\nATTENDEE") == 1
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert not {"\x00", "\x1b", "\u202e"} & set(file.decode())
    assert event["dtstart"].dt == INVITATION.starts_at


def test_the_same_invitation_gives_the_same_bytes():
    assert invitation.as_ics(INVITATION) == invitation.as_ics(INVITATION)
