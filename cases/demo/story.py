"""A story: the deeds of one case in their order, written down before anything is played. Touches no database."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zlib import crc32

from cases import deadlines, limits
from cases.deadlines import Limit, OfficeCalendar
from cases.demo import moments, texts
from cases.demo.places import Atlas, Place
from cases.models import Source

SOON = timedelta(minutes=4)


@dataclass(frozen=True)
class Kind:
    """What planning has to know of a category."""

    limit: Limit
    urgency: str
    is_sensitive: bool
    needs_photo: bool

    @property
    def is_pressing(self) -> bool:
        """People act on it at any hour."""
        return self.limit.is_round_the_clock or self.urgency in ("critical", "urgent")


@dataclass(frozen=True)
class World:
    """What planning knows: places, categories, calendar, the present moment and the seed of all chance."""

    atlas: Atlas
    kinds: dict[str, Kind]
    calendar: OfficeCalendar
    now: datetime
    seed: str

    def chance(self, key: str) -> Random:
        """Return the chance of one story, the same for the same seed whatever else is told."""
        return Random(f"{self.seed}/{key}")


@dataclass(frozen=True)
class Deed:
    """Something somebody does at a moment, with a case (subject: the story's key) or a meeting."""

    at: datetime
    subject: str
    verb: str
    words: dict


@dataclass
class Story:
    """One case in the making: its category, its place, and the deeds so far."""

    world: World
    key: str
    code: str
    place: Place
    deeds: list[Deed] = field(default_factory=list)
    is_drawn: bool = False

    def __post_init__(self):
        self.rng = self.world.chance(self.key)

    @property
    def kind(self) -> Kind:
        return self.world.kinds[self.code]

    @property
    def matter(self) -> texts.Matter:
        return texts.matters()[self.code]

    @property
    def at(self) -> datetime:
        """The moment of the last deed."""
        return self.deeds[-1].at

    def day(self, at: datetime):
        return self.world.calendar.local_date(at)

    def do(self, verb: str, at: datetime, **words) -> "Story":
        """Add a deed, never before the last one."""
        if self.deeds:
            at = max(at, self.at + SOON * self.rng.uniform(0.3, 1))
        self.deeds.append(Deed(at, self.key, verb, words))
        return self

    def say(self, verb: str, at: datetime) -> "Story":
        """Add a deed with one of the usual phrases for it."""
        return self.do(verb, at, note=self.rng.choice(texts.words(verb.removeprefix("note_").removeprefix("order_"))))

    def report(self, at: datetime, source=Source.RESIDENT_WEB, *, pictures: float = 0.6, **more) -> "Story":
        """Begin with a report at a moment; `pictures`: how likely it comes with a photo."""
        return self.do("report", at, **self.form(at, source, pictures, more))

    def close_on_the_spot(self, at: datetime, source=Source.PATROL) -> "Story":
        """Begin and end with something found and solved on a round through the grid."""
        form = self.form(at, source, 1.0, {"may_be_public": not self.kind.is_sensitive})
        after = (self.matter.drawing_after(self.day(at)),) if self.is_drawn else ()
        return self.do("report_and_close", at, note=self.rng.choice(texts.words("spot")), after=after, form=form)

    def form(self, at: datetime, source, pictures: float, more: dict) -> dict:
        """Return what the report form holds, as plain values."""
        rng, day = self.rng, self.day(at)
        drawing = self.matter.drawing_before(day) if self.code else ""
        self.is_drawn = bool(drawing) and rng.random() < pictures
        is_named = source in (Source.RESIDENT_WEB, Source.PHONE, Source.HOTLINE_12345, Source.WALK_IN)
        text = "" if "text" in more else self.place.fill(rng.choice(self.matter.texts(day)))
        form = {
            "category": self.code, "grid": self.place.grid.code, "lng": self.place.lng, "lat": self.place.lat,
            "text": text, "address": self.place.address, "source": str(source),
            "households": rng.choice((1, 1, 1, 1, 1, 2, 3, 4)), "is_named": is_named and rng.random() < 0.8,
            "hides_reporter": rng.random() < 0.08, "may_be_public": rng.random() < 0.55,
            "outside_number": self._hotline_number(day) if source == Source.HOTLINE_12345 else "",
            "photos": (drawing,) if self.is_drawn else (),
        }  # fmt: skip
        return form | more

    def _hotline_number(self, day) -> str:
        """Return a number of 12345; with digits of the story's own no two are alike, as the constraint asks."""
        return f"12345-{day:%m%d}-{self.rng.randrange(1000, 9999)}{crc32(self.key.encode()) % 100:02}"

    # --- the usual course ---------------------------------------------------------------------------------------------

    def sign_and_respond(self, by: datetime, *, late=False) -> "Story":
        """Sign for it and contact the reporter within the limits, if they leave time before `by`."""
        given_at, calendar = self.at, self.world.calendar
        sign_due = deadlines.due(given_at, limits.limit_for("sign_for", self.kind.urgency), calendar)
        end = sign_due + (sign_due - given_at) / 2 if late else sign_due
        self.do("sign_for", self._between(sign_due if late else given_at + SOON / 2, min(end, by)))
        respond_due = deadlines.due(given_at, limits.limit_for("respond", self.kind.urgency), calendar)
        return self.say("respond", self._between(self.at, min(max(respond_due, self.at + 2 * SOON), by)))

    def chat(self, by: datetime) -> "Story":
        """Let people write a note, a reply or an urging word now and then before a moment."""
        for verb, likely in (("note_progress", 0.2), ("reply", 0.18), ("urge", 0.06)):
            if self.rng.random() < likely and by - self.at > timedelta(hours=2):
                self.say(verb, self._between(self.at, self.at + (by - self.at) * 0.8))
        return self

    def feed_back(self, at: datetime, result: str = "solved") -> "Story":
        """Feed back what was done, with the drawing that shows it."""
        drawn = self.matter.drawing_after(self.day(at)) if self.is_drawn or self.kind.needs_photo else ""
        note = self.rng.choice(self.matter.done)
        return self.do("feed_back", at, note=note, result=result, photos=(drawn,))

    def verify(self) -> "Story":
        return self.say("verify", self._within("verify", 0.9))

    def close(self) -> "Story":
        note = self.rng.choice(texts.words("close"))
        return self.do("close", self._within("call_back", 0.7), note=note, contacted=True)

    def rate(self, satisfaction: str, solved: str = "yes", *, at: datetime | None = None) -> "Story":
        """Let the reporter rate, within four days of the closing."""
        kind = (
            "praise" if satisfaction.endswith("satisfied") and not satisfaction.endswith("dissatisfied") else "grumble"
        )
        at = at or self.at + timedelta(hours=self.rng.uniform(0.5, 96))
        text = self.rng.choice(texts.words(kind))
        return self.do("evaluate", at, satisfaction=satisfaction, solved=solved, text=text, was_contacted=True)

    def split(self, seats, note: str, limit: str, by: datetime) -> "Story":
        """Ask posts, each as (role, grid, department), to co-handle it, before a moment."""
        return self.do("split", self._between(self.at, by), seats=seats, note=note, limit=limit)

    def part(self, verb: str, seat, by: datetime, **words) -> "Story":
        """Let one of them sign for or report its order, before a moment."""
        return self.do(verb, self._between(self.at, by), seat=seat, **words)

    def squeeze(self, verbs, end: datetime) -> "Story":
        """Spread some verbs evenly from the last deed to a moment."""
        start = self.at
        step = (end - start) / (len(verbs) + 1)
        for number, verb in enumerate(verbs):
            at = self._between(start + step * number, start + step * (number + 1))
            if verb == "feed_back":
                self.feed_back(at)
            elif verb == "close":
                self.do("close", at, note=self.rng.choice(texts.words("close")), contacted=True)
            else:
                self.do(verb, at) if verb == "sign_for" else self.say(verb, at)
        return self

    def _within(self, stage: str, most: float) -> datetime:
        limit = limits.limit_for(stage, self.kind.urgency)
        return self._between(self.at + SOON, deadlines.share(self.at, most, limit, self.world.calendar))

    def _between(self, start: datetime, end: datetime) -> datetime:
        end = max(end, start + SOON)
        return moments.between(
            self.rng, start, end, self.world.calendar, at_any_hour=bool(self.code) and self.kind.is_pressing
        )
