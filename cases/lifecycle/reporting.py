"""Take a report: number, place, clock and first event in one transaction; the same form twice is one case."""

import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cases import codes, permissions, photos
from cases.lifecycle import discretion, late_photos
from cases.lifecycle.change import Change, changing
from cases.lifecycle.errors import AlreadyLogged, Incomplete, NotPermitted, NotPossible
from cases.models import Answers, Case, CoSigner, Photo, Source
from cases.queries import TERRITORY
from cases.tags import PRAISE
from cases.workflow import FINISHED, State
from grids.models import Category, Grid, Questionnaire, Urgency
from residents import register

TITLE_LENGTH = 40
TEXT_LENGTH = 5000
OUTSIDE_LENGTH = 60
ENDS_OF_SENTENCE = "。！？!?\n"


@dataclass(frozen=True)
class Report:
    """What somebody reports. Only the text is required; what is missing sends the case to triage."""

    text: str
    category: Category | None = None
    grid: Grid | None = None
    path: tuple[Grid, ...] = ()  # from the district down to the grid, where the caller knows it already
    lng: float | None = None
    lat: float | None = None
    address: str = ""
    name: str = ""
    phone: str = ""
    households: int = 1
    hides_reporter: bool = False
    may_be_public: bool = False
    source: str = Source.RESIDENT_WEB
    form_key: uuid.UUID | None = None
    photos: tuple = field(default=())
    questionnaire: Questionnaire | None = None
    answers: dict = field(default_factory=dict)  # checked by grids.asking
    co_signers: tuple[tuple[str, str], ...] = ()  # name and phone of each
    outside_number: str = ""
    title: str = ""
    triage_reason: str = ""
    seen_at: datetime | None = None  # when somebody saw it or told of it, where that was before it was logged

    @property
    def people(self) -> list[tuple[str, str]]:
        """Return name and phone of everybody who reports."""
        return [(self.name.strip(), self.phone), *self.co_signers]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return those of them whom no text may name: all, where they hide from the unit."""
        return self.people if self.hides_reporter else []

    @property
    def home(self) -> str:
        """Return the address whose flat no text may name: the reporter's, where they hide from the unit."""
        return self.address if self.hides_reporter else ""

    @property
    def digest(self) -> str:
        """Return a fingerprint of the content, photos apart: the same form sent twice has the same one.

        Keyed, for without a key a name or number could be found by trying all of them.
        """
        parts = (
            self.text,
            self.category and self.category.code,
            self.grid and self.grid.code,
            self.lng,
            self.lat,
            self.address,
            self.name,
            self.phone,
            self.households,
            self.hides_reporter,
            self.may_be_public,
            *(f"{code}={answer}" for code, answer in self.answers.items()),
            *(sign for co_signer in self.co_signers for sign in co_signer),
        )
        return codes.content_fingerprint("\x1f".join(map(str, parts)))


@dataclass(frozen=True)
class Receipt:
    """What the reporter gets: the case, the query code, and whether this form made the case just now."""

    case: Case
    code: str
    is_new: bool
    left_out: str = ""  # said where photos came only when the form was sent again, and could not be kept any more


def report(report: Report, *, by, now) -> Receipt:
    """Take a report and return its receipt. The same form key again returns the first receipt.

    Raises Incomplete without a text, NotPossible when other content comes under a used form key, AlreadyLogged
    when a case holds this number of the same outside source.
    """
    _check(report, now)

    def fill(change: Change) -> None:
        change.do("report", data={"source": str(report.source)})
        change.write()
        _keep_with(change.case, report, now)
        _keep(change.case, report.photos, Photo.Moment.REPORTED, by, now)

    return _take(report, fill, Photo.Moment.REPORTED, by=by, now=now)


def report_and_close(report: Report, *, note: str, after=(), by, now) -> Receipt:
    """Log a matter that was solved on the spot: report and closing in one transaction (自行办结).

    Where the same form was first sent to be handled and the answer got lost, its case is closed now. Raises Incomplete
    unless a note or a photo after shows what was done, NotPossible where that case has gone on meanwhile.
    """
    _check(report, now)
    _need_evidence(note, after)

    def fill(change: Change) -> None:
        change.record("case.logged", data={"source": str(report.source)})
        _close_on_the_spot(change, note)
        change.write()
        _keep(change.case, report.photos, Photo.Moment.BEFORE, by, now)
        _keep(change.case, after, Photo.Moment.AFTER, by, now)

    receipt = _take(report, fill, Photo.Moment.BEFORE, by=by, now=now)
    if receipt.is_new:
        return receipt
    if receipt.case.state in FINISHED:
        return _without_photos(receipt) if late_photos.missing(receipt.case, after) else receipt
    try:
        return replace(receipt, case=close_on_the_spot(receipt.case, note=note, after=after, by=by, now=now))
    except NotPermitted as refused:
        raise NotPossible(refused.reason, receipt.case) from refused


def praise(report: Report, *, by, now) -> Receipt:
    """Take thanks 表扬 (DOMAIN §2): passed on to the unit and its leaders, at its end at once, without a clock.

    The same form key again returns the first receipt. Raises Incomplete without a text.
    """
    _check(report, now)

    def fill(change: Change) -> None:
        change.do("praise", closed_at=now, tags=[PRAISE])
        change.write()
        _keep(change.case, report.photos, Photo.Moment.REPORTED, by, now)

    return _take(report, fill, Photo.Moment.REPORTED, by=by, now=now)


def close_on_the_spot(case: Case, *, note: str, after=(), by, now, version=None) -> Case:
    """Close a case nobody has accepted yet because it was solved there and then."""
    _need_evidence(note, after)
    with changing(case, by=by, now=now, version=version) as change:
        _close_on_the_spot(change, note)
        _keep(change.case, after, Photo.Moment.AFTER, by, now)
    return change.case


def _take(report: Report, fill: Callable[[Change], None], moment: str, *, by, now) -> Receipt:
    """Open a case, let `fill` do the rest in the same transaction; a form sent before gets its first receipt.

    `moment` is the one of the report's photos: those that the form brings only now are kept too.
    """
    try:
        with transaction.atomic():
            change = _open(report, by, now)
            fill(change)
    except IntegrityError:
        known = _already(report)  # this form was sent before, or its twin was faster
        if known is not None:
            is_whole = late_photos.keep(known.case, report.photos, moment=moment, by=by, now=now)
            return known if is_whole else _without_photos(known)
        _refuse_second(report)
        raise
    return Receipt(change.case, codes.of(change.case), True)


def _close_on_the_spot(change: Change, note: str) -> None:
    """Close what was solved there and then; the post of who did it answers, should it be opened again."""
    post = permissions.post_for(change.case, "close_on_the_spot", change.by)
    change.do(
        "close_on_the_spot",
        note=note,
        closed_at=change.now,
        fed_back_at=change.now,
        result="solved",
        handled_by=change.by.user,
        owner=post,
        is_public=True,
    )


def _need_evidence(note: str, after) -> None:
    if not note.strip() and not after:
        raise Incomplete({"note": gettext("Say what was done, or add a photo taken afterwards.")})


def outside(number: str) -> str:
    """Return a number of another system as it is kept: half-width, upper-case, without blanks around it."""
    return unicodedata.normalize("NFKC", number).strip().upper()


def title_of(text: str) -> str:
    """Return the first sentence of a text, at most forty characters."""
    first = text.strip()
    for sign in ENDS_OF_SENTENCE:
        first = first.split(sign, 1)[0]
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def places(grid: Grid | None, path: tuple[Grid, ...] = ()) -> dict[str, int]:
    """Return the columns that keep a grid's path on the case: a re-drawn tree does not rewrite history."""
    if grid is None:
        return {}
    if path or grid.is_district:
        return {f"{TERRITORY[step.level]}_id": step.pk for step in path or (grid,)}
    return {f"{TERRITORY[level]}_id": pk for level, pk in Grid.objects.on_path(grid).values_list("level", "pk")}


def _open(report: Report, by, now) -> Change:
    """Return a Change on a new, unsaved draft."""
    text = discretion.words(report.text.strip(), report.hidden, home=report.home)
    title = discretion.title(report.title.strip(), report.people, home=report.home)[:80]
    place = discretion.words(report.address.strip(), report.hidden)
    address, exact = discretion.place(place, hides=report.hides_reporter)
    case = Case(
        number=codes.next_number(now),
        form_key=report.form_key,
        form_digest=report.digest,
        state=State.DRAFT,
        source=report.source,
        outside_number=outside(report.outside_number),
        category=report.category,
        urgency=report.category.urgency if report.category else Urgency.ORDINARY,
        title=title or title_of(discretion.title(text, report.people)),
        text=text,
        households=report.households,
        triage_reason=_triage_reason(report),
        address=address,
        lng=report.lng,
        lat=report.lat,
        hides_reporter=report.hides_reporter,
        may_be_public=report.may_be_public and not (report.category and report.category.is_sensitive),
        reporter=register.enter(name=report.name, phone=report.phone, address=exact, now=now),
        logged_by=by.user,
        seen_at=report.seen_at,
        reported_at=now,
        **places(report.grid, report.path),
    )
    case.query_code_hash = codes.fingerprint(codes.of(case))
    return Change(case, by, now)


def _triage_reason(report: Report) -> str:
    if report.triage_reason:
        return report.triage_reason
    if report.category is None:
        return "no_category"
    return "" if report.grid else "no_grid"


def _already(report: Report) -> Receipt | None:
    """Return the receipt of the case this very form made before; raise NotPossible when its content differs."""
    if report.form_key is None:
        return None
    case = Case.objects.filter(form_key=report.form_key).first()
    if case is None:
        return None
    if case.form_digest != report.digest:
        raise NotPossible(gettext("This form has already been sent with other content."), case)
    return Receipt(case, codes.of(case), False)


def _without_photos(receipt: Receipt) -> Receipt:
    said = gettext("This form had arrived before. Not all photos added since then could be kept any more.")
    return replace(receipt, left_out=said)


def _refuse_second(report: Report) -> None:
    """Raise AlreadyLogged when another case holds this number of the same source."""
    number = outside(report.outside_number)
    case = Case.objects.with_outside_number(report.source, number).first() if number else None
    if case is not None:
        raise AlreadyLogged(gettext("Already logged with number %(number)s.") % {"number": case.number}, case)


def _check(report: Report, now) -> None:
    errors = {}
    if not report.text.strip():
        errors["text"] = gettext("Please say what happened.")
    elif len(report.text) > TEXT_LENGTH:
        errors["text"] = gettext("At most %(count)s characters, please.") % {"count": TEXT_LENGTH}
    if len(outside(report.outside_number)) > OUTSIDE_LENGTH:
        errors["outside_number"] = gettext("At most %(count)s characters, please.") % {"count": OUTSIDE_LENGTH}
    if report.households < 1:
        errors["households"] = gettext("At least one household.")
    if report.seen_at and report.seen_at > now:
        errors["seen_at"] = gettext("This lies in the future.")
    if errors:
        raise Incomplete(errors)


def _keep_with(case: Case, report: Report, now) -> None:
    """Keep what came with a report beside its text: the answers, and who signs with the reporter."""
    if report.answers:
        given = discretion.answers(report.answers, report.hidden, home=report.home)
        Answers.objects.create(case=case, questionnaire=report.questionnaire, given=given)
    for name, phone in report.co_signers:
        resident = register.enter(name=name, phone=phone, now=now)
        if resident is not None:
            CoSigner.objects.create(case=case, resident=resident)


def _keep(case: Case, checked, moment: str, by, now) -> None:
    for photo in checked:
        photos.keep(case, photo, moment=moment, now=now, by=by.user)
