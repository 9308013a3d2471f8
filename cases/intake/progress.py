"""Where a case stands, told to the person who reported it: the seven steps in plain words, the promise, the lamp."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_noop, pgettext

from cases import workflow
from cases.intake import journal, promises
from cases.lifecycle.closing import RATING_PERIOD
from cases.models import Case, CaseEvent, Photo, Rating
from cases.tags import PRAISE
from cases.workflow import State, Step
from grids.models import Post

ORDER = list(Step)
DEAD_ENDS = (State.NOT_ACCEPTED, State.MERGED, State.VOIDED, State.WITHDRAWN)

# The plain words of each step: before it comes, while it lasts, once it is done.
WORDS = {
    Step.COLLECT: (
        gettext_noop("You tell us"),
        gettext_noop("We asked you for details"),
        gettext_noop("What you told us is on record"),
    ),
    Step.REPORT_UP: (
        gettext_noop("The street desk takes it"),
        gettext_noop("The street desk is looking at it"),
        gettext_noop("The street desk has taken it"),
    ),
    Step.ASSIGN: (
        gettext_noop("Handed to the unit in charge"),
        gettext_noop("Handed over, to be signed for"),
        gettext_noop("Handed to the unit in charge"),
    ),
    Step.HANDLE: (gettext_noop("They come and see to it"), gettext_noop("Being worked on"), gettext_noop("Worked on")),
    Step.FEED_BACK: (
        gettext_noop("You are told when it is done"),
        gettext_noop("Said to be done, the grid leader checks"),
        gettext_noop("Done, they say"),
    ),
    Step.CLOSE: (
        gettext_noop("Only once the grid leader has seen it"),
        gettext_noop("Seen on site; we call you back"),
        gettext_noop("The grid leader has seen it"),
    ),
    Step.EVALUATE: (
        gettext_noop("You have the last word"),
        gettext_noop("Waiting for your verdict"),
        gettext_noop("You have judged it"),
    ),
}

NEARLY_ALL = 80  # percent of the time used: the lamp turns amber


@dataclass
class Stop:
    """One of the seven steps as the page shows it."""

    step: Step
    number: int
    phase: str  # done, now or next
    words: str
    at: datetime | None = None
    unit: str = ""
    due_at: datetime | None = None
    entries: list = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)

    @property
    def label(self) -> str:
        return gettext(workflow.STEP_LABELS[self.step])

    @property
    def log(self) -> list[tuple[bool, journal.Entry]]:
        """The entries, each with whether its day has to be said: not again under the step's own or the last day."""
        said, lines = self.at and timezone.localdate(self.at), []
        for entry in self.entries:
            day = timezone.localdate(entry.at)
            lines.append((day != said, entry))
            said = day
        return lines


@dataclass(frozen=True)
class Progress:
    """The whole tracking page, ready to be written out."""

    case: Case
    now: datetime
    events: list[CaseEvent]
    photos: list[Photo]
    rating: Rating | None

    @cached_property
    def phase_index(self) -> int:
        if self.is_dead_end:  # as far as it came
            return max(number for number, step in enumerate(ORDER) if self._facts(step)[0] or not number)
        return ORDER.index(Step.EVALUATE if self.case.state == State.CLOSED else self.case.look.step)

    @cached_property
    def stops(self) -> list[Stop]:
        if PRAISE in self.case.tags:
            return [self._passed_on()]
        stops = [self._stop(number, step) for number, step in enumerate(ORDER)]
        for number, entry in self._placed():
            stops[number].entries.append(entry)
        handling = stops[ORDER.index(Step.HANDLE)]
        if handling.at and handling.entries:  # signed for a second time after a meeting: it began with the first
            handling.at = min(handling.at, handling.entries[0].at)
        later = {photo.pk for stop in stops for entry in stop.entries for photo in entry.photos}
        first = self.of_moment(Photo.Moment.REPORTED, Photo.Moment.BEFORE)
        stops[0].photos = [photo for photo in first if photo.pk not in later]
        stops[4].photos = self.of_moment(Photo.Moment.AFTER)
        return stops[: self.phase_index + 1] if self.is_dead_end else stops

    @property
    def stage(self) -> str:
        """The name of the step it is in."""
        return gettext(workflow.STEP_LABELS[ORDER[self.phase_index]])

    @property
    def words(self) -> str:
        """Where it stands, in the plain words of its step."""
        if self.is_dead_end:
            return self.case.state_label
        return gettext(WORDS[ORDER[self.phase_index]][2 if self.case.state == State.EVALUATED else 1])

    def _passed_on(self) -> Stop:
        """Return the one step of praise: nothing was handled, so nothing else is claimed."""
        told = self._stop(0, Step.COLLECT)
        told.entries, told.photos = journal.entries(self.events), self.of_moment(Photo.Moment.REPORTED)
        return told

    @property
    def is_over(self) -> bool:
        return self.case.state in workflow.FINISHED

    @property
    def is_dead_end(self) -> bool:
        return self.case.state in DEAD_ENDS

    @property
    def may_rate(self) -> bool:
        return self.case.state == State.CLOSED and self.now <= self.rate_until

    @property
    def rate_until(self) -> datetime | None:
        return self.case.closed_at + RATING_PERIOD if self.case.closed_at else None

    @property
    def promised_at(self) -> datetime | None:
        """The time the work is promised for: the meeting's date, else the limit of the category."""
        return promises.promised_at(self.case)

    @property
    def next(self) -> promises.Promise:
        return promises.next_step(self.case, self.now)

    @property
    def lamp(self) -> str:
        """The lamp of the promise itself, not of the stage that happens to run."""
        if not self.case.is_open:
            return ""
        if self.case.state == State.SUSPENDED:
            return "paused"
        if self.promised_at and self.case.fed_back_at is None:
            if self.promised_at < self.now:
                return "red"
            return "amber" if self.used_percent >= NEARLY_ALL else "green"
        return self.case.lamp(self.now)

    @property
    def lamp_words(self) -> str:
        if self.lamp == "red" and self.promised_at and self.promised_at < self.now:
            return gettext("%(time)s late") % {"time": promises.length(self.now - self.promised_at, "days")}
        return ""  # the lamp's own word will do

    @cached_property
    def together(self) -> str:
        """The units that work on it, the one that leads it first; empty where nobody else was asked to take part."""
        if not self.case.owing:
            return ""
        posts = Post.objects.with_places().filter(pk__in=self.case.owing)
        lead = self.case.lead_department.label if self.case.lead_department else ""
        others = sorted(post.department.label if post.department else post.grid.label for post in posts)
        return pgettext("between units", ", ").join(dict.fromkeys(unit for unit in (lead, *others) if unit))

    @property
    def used_percent(self) -> int:
        start, end = self.case.assigned_at, self.promised_at
        if not start or not end or end <= start:
            return 0
        return min(100, max(2, round((self.now - start) / (end - start) * 100)))

    @property
    def time_left(self) -> str:
        if not self.promised_at or self.promised_at < self.now:
            return ""
        return gettext("%(time)s left") % {"time": promises.length(self.promised_at - self.now)}

    @property
    def took(self) -> str:
        return promises.took(self.case)

    @property
    def on_the_spot(self) -> bool:
        return self.case.fed_back_at is not None and self.case.assigned_at is None

    @property
    def was_late(self) -> bool:
        return promises.was_late(self.case)

    @property
    def told(self) -> str:
        return promises.told(self.case, self.now)

    @property
    def watching(self) -> str:
        """The unit that watches since the case is late; empty while nobody but the grid leader does."""
        return journal.watching(self.case, self.case.watch_level)

    @property
    def is_next_late(self) -> bool:
        """Whether the next step should have happened already."""
        return bool(self.case.is_open and self.next.at and self.next.at < self.now)

    @property
    def question(self) -> str:
        """What the office asked and nobody has answered yet."""
        if self.case.state != State.NEED_INFO:
            return ""
        return next((event.note for event in reversed(self.events) if event.kind == "case.details_asked"), "")

    @property
    def before(self) -> Photo | None:
        return next(iter(self.of_moment(Photo.Moment.REPORTED, Photo.Moment.BEFORE)), None)

    @property
    def after(self) -> Photo | None:
        return next(iter(reversed(self.of_moment(Photo.Moment.AFTER, Photo.Moment.VERIFIED))), None)

    def of_moment(self, *moments) -> list[Photo]:
        return [photo for photo in self.photos if photo.moment in moments]

    def _placed(self) -> list[tuple[int, journal.Entry]]:
        """The log with the step each entry stands in: read from the top, the page goes forward in time.

        What came before a step was taken up again, after a rework or a reopening, belongs to that step.
        """
        last, placed = self.phase_index, []
        for entry in reversed(journal.entries(self.events, self.photos)):
            last = min(last, ORDER.index(entry.step))
            placed.insert(0, (last, entry))
        return placed

    def _stop(self, number: int, step: Step) -> Stop:
        over = self.case.state == State.EVALUATED or self.is_dead_end
        phase = "done" if over or number < self.phase_index else "now" if number == self.phase_index else "next"
        words = gettext(WORDS[step][("next", "now", "done").index(phase)])
        stop = Stop(step, number + 1, phase, words)
        if phase == "next":
            stop.due_at = self._due(step)
        else:
            stop.at, stop.unit = self._facts(step)
        return stop

    def _facts(self, step: Step) -> tuple[datetime | None, str]:
        case = self.case
        desk = case.street or case.district
        unit = case.lead_department.label if case.lead_department else ""
        return {
            Step.COLLECT: (case.reported_at, ""),
            Step.REPORT_UP: (case.accepted_at, desk.label if desk else ""),
            Step.ASSIGN: (case.assigned_at, unit),
            Step.HANDLE: (case.signed_at, ""),
            Step.FEED_BACK: (case.fed_back_at, ""),
            Step.CLOSE: (case.closed_at or case.verified_at, ""),
            Step.EVALUATE: (self.rating.at if self.rating and self.case.state == State.EVALUATED else None, ""),
        }[step]

    def _due(self, step: Step) -> datetime | None:
        """A promise still to be kept; one that is past stands at the top of the page, with an apology."""
        return self.promised_at if step == Step.FEED_BACK and self.promised_at and self.promised_at > self.now else None


def of(case: Case, now: datetime) -> Progress:
    """Return the progress of a case at a moment. Three queries."""
    events = list(case.events.for_timeline())
    for event in events:
        event.case = case  # already loaded with its units
    return Progress(
        case=case,
        now=now,
        events=events,
        photos=list(case.photos.all()),
        rating=case.ratings.order_by("-at").first(),
    )


def brief(case: Case, now: datetime) -> Progress:
    """Return what a line of a list says about a case, without its log: state, lamp and due time. No query."""
    return Progress(case=case, now=now, events=[], photos=[], rating=None)
