"""What waits for a second person, what was granted lately, and what is on hold: the exceptions of the demo."""

from datetime import date, datetime, timedelta

from cases.demo import moments
from cases.demo.desks import COMMUNITY, STREET, Teller
from cases.demo.story import Story, World
from cases.models import Source

A_WHILE = timedelta(days=4)
# By hands of: the unit asks; the street's leader, the district or the supervisor decides.
EXTENSIONS = (
    ("I01", COMMUNITY, "more_work", "测绘单位下周才能进场，12 户资料还差 3 户。", 5),
    ("C03", STREET, "other_units", "等供电单位断电后才能拆除，已书面函告。", 6),
    ("I03", COMMUNITY, "reporter", "两户意见不一，反映人同意再协调两周。", 24),  # a long one is for the district
)
HOLDS = (
    ("C03", STREET, "litigation", "当事人已起诉，等法院裁定后再处置。", 40),
    ("I02", COMMUNITY, "season", "外墙防水须气温回升后施工。", 80),
)
ON_HOLD = (
    ("A04", STREET, "season", "补植须到春季，已列入计划。", 60),
    ("I03", COMMUNITY, "funds", "维修资金审批中，明日到期复核。", 1),
)
RETURNS = (("C03", STREET, "wrong_unit", "该处为铁路产权用地，建议由铁路单位处理。"),)
DECLINED = "请求帮忙追讨网上购物退款，商家在外省，双方已在法院立案。"
VOIDED = ("测试一下这个网页能不能提交。", "和昨天那条一样，楼道灯不亮，又点了一次提交。")


def stories(world: World) -> list[Story]:
    """Return the stories with an exception in them."""
    told = _Asker(world, "ask")
    for code, where, reason, note, days in EXTENSIONS:
        told.extension(code, where, reason, note, days)
    told.extension("I01", COMMUNITY, "material", "不动产中心系统升级，需顺延三个工作日。", 4, decided_by="district")
    for code, where, reason, note, days in HOLDS:
        told.hold(code, where, reason, note, days)
    for code, where, reason, note, days in ON_HOLD:
        told.hold(code, where, reason, note, days, decided_by="supervisor")
    for code, where, reason, note in RETURNS:
        told.give_back(code, where, reason, note)
    told.given_back()
    told.unaccepted()
    told.voids()
    return told.stories


class _Asker(Teller):
    """Tells of cases in which somebody asks for an exception."""

    def extension(self, code: str, where: str, reason: str, note: str, days: int, decided_by="") -> None:
        story = self._under_way(code, where)
        until = self._workday(story.at + self._limit_left(story) + timedelta(days=days))
        story.do("request_extension", self._asked_at(story), reason=reason, until=until, note=note)
        if decided_by:
            story.do("approve_extension", story.at + timedelta(minutes=50), account=decided_by, note="同意。")

    def hold(self, code: str, where: str, reason: str, note: str, days: int, decided_by="") -> None:
        story = self._under_way(code, where)
        until = self._workday(self.world.now + timedelta(days=days))
        story.do("request_suspension", self._asked_at(story), reason=reason, until=until, note=note)
        if decided_by:
            story.do("suspend", story.at + timedelta(minutes=45), account=decided_by, note="同意挂账，到期复核。")

    def give_back(self, code: str, where: str, reason: str, note: str) -> None:
        """Let the unit ask to return it within the signing limit; the street's desk has not decided yet."""
        story = self._begin(code, where)
        self._given(story, self.world.now - timedelta(minutes=40))
        story.do("request_return", self.world.now - timedelta(minutes=15), reason=reason, note=note)

    def given_back(self) -> None:
        """Tell of a return that was approved: another unit has done it meanwhile."""
        story = self._begin("C03", STREET)
        at = moments.office_day(self.world.now - timedelta(days=6), self.world.calendar, hour=9, minute=20)
        self._given(story, at)
        story.do("request_return", at + timedelta(minutes=50), reason="wrong_unit", note="属市政设施，非执法事项。")
        story.do("approve_return", at + timedelta(minutes=95), account="street", note="情况属实，重新派单。")
        story.squeeze(("sign_for", "respond", "feed_back", "verify", "close"), at + timedelta(days=3))

    def unaccepted(self) -> None:
        """The district's desk proposes not to accept a report of the street; the street's desk is the second person."""
        story = self._triage(DECLINED)
        story.do(
            "request_decline",
            self._asked_at(story),
            account="district",
            reason="litigation",
            note="案件已由法院受理，请按诉讼程序反映；可拨打 12348 咨询法律援助。",
        )

    def voids(self) -> None:
        """One report is voided, for another the street has asked."""
        for number, (text, reason) in enumerate(zip(VOIDED, ("test", "duplicate"), strict=True)):
            story = self._triage(text)
            at = self._asked_at(story)
            story.do("request_void", at, account="street", reason=reason, note="核对无误，申请作废。")
            if number == 0:
                story.do("void", at + timedelta(minutes=30), account="district", note="同意。")

    def _under_way(self, code: str, where: str) -> Story:
        """Begin a case that its unit works on since some days."""
        story = self._begin(code, where)
        now = self.world.now
        at = moments.office_day(now - A_WHILE, self.world.calendar, hour=9, minute=10)
        self._given(story, min(at, now - timedelta(days=1)))
        return story.squeeze(("sign_for", "respond", "note_progress"), now - timedelta(hours=5))

    def _triage(self, text: str) -> Story:
        story = self._begin("J03", STREET, is_whole=True)
        at = self.world.now - timedelta(minutes=80)
        return story.report(at, Source.RESIDENT_WEB, pictures=0, text=text, category=None)

    def _limit_left(self, story: Story) -> timedelta:
        """Return more than the time to the due time of a limit in working days."""
        return timedelta(days=story.kind.limit.amount * 7 / 5 + 1)

    def _asked_at(self, story: Story) -> datetime:
        return max(story.at, self.world.now - timedelta(hours=1, minutes=story.rng.randrange(40)))

    def _workday(self, at: datetime) -> date:
        return self.world.calendar.local_date(moments.office_day(at, self.world.calendar, hour=12))
