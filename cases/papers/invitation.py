"""An invitation to a joint meeting as a calendar file (RFC 5545): sent, changed, called off."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from cases.papers import texts

PRODUCT = "-//Zhengzhou grid governance//joint meetings//ZH"
ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Guest:
    """Somebody invited; the address is an e-mail address."""

    name: str
    address: str


@dataclass(frozen=True)
class Invitation:
    """An invitation ready to send. uid stays the same for one meeting; sequence grows with each change of it.

    sent_at is when this edition is sent; organiser may be left out for a file to download."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    length: timedelta
    sent_at: datetime
    place: str = ""
    description: str = ""
    address: str = ""
    organiser: Guest | None = None
    guests: tuple[Guest, ...] = ()
    reminder: timedelta | None = timedelta(hours=1)


def as_ics(invitation: Invitation) -> bytes:
    """Return the invitation, or its newest edition: a higher sequence replaces what a calendar holds under its uid."""
    return _write(invitation, "REQUEST" if invitation.organiser else "PUBLISH", "CONFIRMED")


def as_cancellation(invitation: Invitation) -> bytes:
    """Return the word that the meeting is called off; its sequence is higher than that of the last edition."""
    return _write(invitation, "CANCEL", "CANCELLED")


def _write(invitation: Invitation, method: str, status: str) -> bytes:
    paper = texts.cleaned(invitation)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_zone())
    calendar.add_component(_event(paper, status))
    return calendar.to_ical()


def _event(paper: Invitation, status: str) -> Event:
    starts = texts.in_city(paper.starts_at)
    event = Event()
    event.add("uid", paper.uid.replace("\n", ""))
    event.add("sequence", paper.sequence)
    event.add("dtstamp", paper.sent_at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", texts.in_city(starts + paper.length))
    event.add("summary", paper.title.replace("\n", " "))
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    for name, value in (("location", paper.place), ("description", paper.description), ("url", paper.address)):
        if value:
            event.add(name, value)
    if paper.organiser:
        event.add("organizer", _person(paper.organiser), encode=0)
    for guest in paper.guests:
        person = _person(guest)
        person.params["ROLE"], person.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText("NEEDS-ACTION")
        person.params["RSVP"] = vText("TRUE")
        event.add("attendee", person, encode=0)
    if paper.reminder and status == "CONFIRMED":
        event.add_component(_alarm(paper))
    return event


def _person(guest: Guest) -> vCalAddress:
    person = vCalAddress(f"mailto:{''.join(guest.address.split())}")
    person.params["CN"] = vText(guest.name.replace("\n", " ").replace('"', "'"))
    return person


def _alarm(paper: Invitation) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", paper.title.replace("\n", " "))
    alarm.add("trigger", -paper.reminder)
    return alarm


def _zone() -> Timezone:
    """Return the city's time: eight hours before Greenwich, no summer time since 1991."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001 - the standard wants local time here
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
