"""Who does a deed, and with what: the verbs of the plan as calls of cases.lifecycle and cases.meetings."""

from collections.abc import Callable
from uuid import UUID

from cases import lifecycle, meetings, permissions
from cases.demo import album, overseers
from cases.demo.story import Deed
from cases.models import AgendaItem, Case, JointMeeting, Minutes, Source
from grids import scope
from grids.importing import demo_names
from grids.models import Category, Department, Grid, Post, Posting, Role, User

BY_REPORTER = {"evaluate", "urge"}
BY_OWNER = {
    "sign_for", "respond", "note_progress", "reply", "feed_back", "propose", "request_extension", "request_suspension",
    "request_return",
}  # fmt: skip
SAID_WITH_PHOTOS = {"feed_back", "verify"}
TAKEN_BY = {
    Source.PATROL: Role.GRID_LEADER, Source.VISIT: Role.GRID_LEADER, Source.PHONE: Role.STREET_DESK,
    Source.WALK_IN: Role.STREET_DESK, Source.HOTLINE_12345: Role.DISTRICT_DESK,
}  # fmt: skip
LENGTHS = {Role.GRID_LEADER: 15, Role.STREET_DESK: 9, Role.DISTRICT_DESK: 6}


class Stage:
    """Knows the cast, the cases by the keys of their stories, and the meetings."""

    def __init__(self, form_key: Callable[[str], UUID]):
        self.form_key = form_key
        self.cases: dict[str, int] = {}
        self.meetings: dict[str, int] = {}
        self.categories = {leaf.code: leaf for leaf in Category.objects.all()}
        self.departments = {department.code: department for department in Department.objects.all()}
        self.grids: dict[str, Grid] = {}
        self.scopes: dict[int, scope.Scope] = {}

    def perform(self, deed: Deed) -> None:
        """Do one deed of the plan. Raises what the verb raises."""
        own = getattr(self, f"_{deed.verb}", None)
        if own:
            own(deed, **deed.words)
        else:
            self._say(deed, **deed.words)

    # --- cases --------------------------------------------------------------------------------------------------------

    def _say(self, deed: Deed, *, account: str = "", **words) -> None:
        """Do one of the plain verbs, which differ only in who does them: an account, or who has to."""
        case = self._case(deed.subject)
        if deed.verb in SAID_WITH_PHOTOS:
            words["photos"] = album.photos(words.get("photos", ()))
        by = self._account(account, deed.at) if account else self._doer(deed.verb, case, deed.at)
        getattr(lifecycle, deed.verb)(case, by=by, now=deed.at, **words)

    def _report(self, deed: Deed, **form) -> None:
        by, report = self._taker(form, deed), self._form(deed.subject, form)
        self.cases[deed.subject] = lifecycle.report(report, by=by, now=deed.at).case.pk

    def _report_and_close(self, deed: Deed, *, form, note, after) -> None:
        by, report = self._taker(form, deed), self._form(deed.subject, form)
        receipt = lifecycle.report_and_close(report, note=note, after=album.photos(after), by=by, now=deed.at)
        self.cases[deed.subject] = receipt.case.pk

    def _accept(self, deed: Deed, *, category, grid) -> None:
        case = self._case(deed.subject)
        by = self._holder(case.waiting_on_id, deed.at)
        lifecycle.accept(case, category=self.categories[category], grid=self._grid(grid), by=by, now=deed.at)

    def _propose(self, deed: Deed, *, suggested=(), **words) -> None:
        case, units = self._case(deed.subject), [self.departments[code] for code in suggested]
        meetings.propose(case, suggested=units, by=self._doer("propose", case, deed.at), now=deed.at, **words)

    def _split(self, deed: Deed, *, seats, **words) -> None:
        case = self._case(deed.subject)
        posts = [self._seat(*seat) for seat in seats]
        lifecycle.split(case, posts=posts, by=self._holder(case.owner_id, deed.at), now=deed.at, **words)

    def _sign_order(self, deed: Deed, *, seat) -> None:
        self._do_part(lifecycle.sign_order, deed, seat)

    def _report_order(self, deed: Deed, *, seat, note) -> None:
        self._do_part(lifecycle.report_order, deed, seat, note=note)

    def _do_part(self, verb, deed: Deed, seat, **words) -> None:
        """Sign for or report the order that a seat has on a case."""
        case, post = self._case(deed.subject), self._seat(*seat)
        order = case.orders.open().get(post=post)
        verb(case, order=order, by=self._holder(post.pk, deed.at), now=deed.at, **words)

    def _help(self, deed: Deed, *, note, units=()) -> None:
        """Let the supporting units of a decision do their part, all of them or those with some codes."""
        orders = self._case(deed.subject).orders.open().select_related("post__department")
        for order in [each for each in orders if not units or getattr(each.post.department, "code", "") in units]:
            by = self._holder(order.post_id, deed.at)
            lifecycle.sign_order(self._case(deed.subject), order=order, by=by, now=deed.at)
            lifecycle.report_order(self._case(deed.subject), order=order, note=note, by=by, now=deed.at)

    def _seat(self, role: str, grid: str, department: str) -> Post:
        return Post.objects.with_places().get(role=role, grid__code=grid, department__code=department)

    def _form(self, subject: str, form: dict) -> lifecycle.Report:
        form = dict(form)
        person = f"resident-{subject}"
        category, grid, is_named = form.pop("category"), form.pop("grid"), form.pop("is_named")
        return lifecycle.Report(
            category=self.categories[category] if category else None,
            grid=self._grid(grid) if grid else None,
            name=demo_names.name_for(person) if is_named else "",
            phone=_phone(person) if is_named else "",
            form_key=self.form_key(subject),
            photos=album.photos(form.pop("photos")),
            **form,
        )

    # --- meetings -----------------------------------------------------------------------------------------------------

    def _call(self, deed: Deed, *, account, unit, held_at, place) -> None:
        by = self._account(account, deed.at)
        grid = self._grid(unit) if unit else None
        meeting = meetings.call(grid, held_at=held_at, place=place, by=by, now=deed.at)
        self.meetings[deed.subject] = meeting.pk

    def _put_on_agenda(self, deed: Deed, *, account, meeting) -> None:
        by = self._account(account, deed.at)
        meetings.put_on_agenda(self._item(deed.subject), self._meeting(meeting), by=by, now=deed.at)

    def _give_notice(self, deed: Deed, *, account) -> None:
        meeting, by = self._meeting(deed.subject), self._account(account, deed.at)
        meetings.give_notice(meeting, by=by, now=deed.at)
        for invitation in meeting.invitations.select_related("post", "meeting__grid"):
            meetings.reply(invitation, answer="attend", by=self._holder(invitation.post_id, deed.at), now=deed.at)

    def _open(self, deed: Deed, *, account, absent=()) -> None:
        meeting, by = self._meeting(deed.subject), self._account(account, deed.at)
        for invitation in meeting.invitations.select_related("meeting__grid", "department"):
            code = invitation.department.code if invitation.department else ""
            meetings.sign_in(invitation, attendance="absent" if code in absent else "present", by=by, now=deed.at)
        meetings.open(meeting, by=by, now=deed.at)

    def _end(self, deed: Deed, *, account) -> None:
        meetings.end(self._meeting(deed.subject), by=self._account(account, deed.at), now=deed.at)

    def _sign(self, deed: Deed) -> None:
        minutes = Minutes.objects.select_related("meeting__grid").get(meeting=self.meetings[deed.subject])
        meetings.sign_off(minutes, by=self._holder(minutes.meeting.convener_id, deed.at), now=deed.at)

    def _agree(self, deed: Deed, *, account) -> None:
        resolution = self._item(deed.subject).resolutions.get()
        meetings.agree(resolution, by=self._account(account, deed.at), now=deed.at)

    def _resolve(self, deed: Deed, *, account, seat, supporting, **words) -> None:
        post, department = self._seat(*seat), seat[2]
        meetings.resolve(
            self._item(deed.subject),
            lead_department=self.departments[department],
            lead_post=post,
            supporting=[self.departments[code] for code in supporting],
            by=self._account(account, deed.at),
            now=deed.at,
            **words,
        )

    def _defer(self, deed: Deed, *, account, review_date, note) -> None:
        by = self._account(account, deed.at)
        meetings.defer(self._item(deed.subject), review_date=review_date, note=note, by=by, now=deed.at)

    def _pass_up(self, deed: Deed, *, account, note) -> None:
        meetings.pass_up(self._item(deed.subject), note=note, by=self._account(account, deed.at), now=deed.at)

    def _finish_milestone(self, deed: Deed, *, account, number) -> None:
        milestone = self._item(deed.subject).resolutions.get().milestones.all()[number]
        meetings.finish_milestone(milestone, by=self._account(account, deed.at), now=deed.at)

    # --- notices and whistles -----------------------------------------------------------------------------------------

    def _answer_notice(self, deed: Deed, *, account, text) -> None:
        overseers.answer(self._account(account, deed.at), text, deed.at)

    def _strike_off_notice(self, deed: Deed, *, account, note) -> None:
        overseers.strike_off(self._account(account, deed.at), note, deed.at)

    def _whistle(self, deed: Deed, *, account, seats, **words) -> None:
        by = self._account(account, deed.at)
        overseers.whistle(self._case(deed.subject), seats, by, deed.at, **words)

    def _report_in(self, deed: Deed, *, seat, note) -> None:
        post = overseers.seat(*seat)
        overseers.report_in(self._case(deed.subject), post, self._holder(post.pk, deed.at), note, deed.at)

    # --- who and what -------------------------------------------------------------------------------------------------

    def _doer(self, verb: str, case: Case, at):
        if verb in BY_REPORTER:
            return permissions.REPORTER
        return self._holder(case.owner_id if verb in BY_OWNER else case.waiting_on_id, at)

    def _taker(self, form: dict, deed: Deed):
        """Return who writes a report down: the reporter, or whoever was told or saw it."""
        role = TAKEN_BY.get(form["source"])
        if role is None:
            return permissions.REPORTER
        post = Post.objects.get(role=role, grid__code=form["grid"][: LENGTHS[role]])
        return self._holder(post.pk, deed.at)

    def _holder(self, post_id: int | None, at) -> scope.Scope:
        if post_id is None:
            return scope.Scope()  # nobody has it: the verb says so
        if post_id not in self.scopes:
            posting = Posting.objects.active(at).select_related("person").get(post=post_id)
            self.scopes[post_id] = scope.of(posting.person, at)
        return self.scopes[post_id]

    def _account(self, username: str, at) -> scope.Scope:
        return scope.of(User.objects.get(username=username), at)

    def _case(self, subject: str) -> Case:
        return Case.objects.select_related("category").get(pk=self.cases[subject])

    def _item(self, subject: str) -> AgendaItem:
        items = AgendaItem.objects.select_related("case", "meeting__grid", "grid").filter(case=self.cases[subject])
        item = items.order_by("-pk").first()
        if item is None:
            raise lifecycle.NotPossible(f"{subject} was not proposed")  # told among what was refused
        return item

    def _meeting(self, key: str) -> JointMeeting:
        return JointMeeting.objects.select_related("grid").get(pk=self.meetings[key])

    def _grid(self, code: str) -> Grid:
        if code not in self.grids:
            self.grids[code] = Grid.objects.get(code=code)
        return self.grids[code]


def _phone(person: str) -> str:
    """Return a number nobody has: the range 1380000 is not in use in Zhengzhou, 0371-0000 nowhere."""
    office = demo_names.phone_for(person)
    return office if sum(person.encode()) % 3 == 0 else f"1380000{sum(person.encode()) * 37 % 10000:04}"
