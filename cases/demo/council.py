"""The joint meetings of the demo: two held and one called in 上街区, one held and one called in its 中心路街道.

One resolution is done, some are running with milestones, one has missed its date. What the district cannot decide is
passed up; the city's meeting has decided it.
"""

from datetime import datetime, timedelta

from cases.demo import moments
from cases.demo.story import Deed, Story, World
from cases.models import Source

DISTRICT, STREET, COMMUNITY = "410106", "410106002", "410106002006"
SEATS = {
    "housing_window": ("district_window", DISTRICT, "housing"),
    "housing_cadre": ("cadre", COMMUNITY, "housing"),
    "relocation_window": ("district_window", DISTRICT, "relocation"),
    "urban_cadre": ("cadre", STREET, "urban_management"),
}
TAGS = {"legacy": "legacy", "group": "group", "repeated": "repeated", "joint_enforcement": "joint"}
CITY_HALL = "郑州市政务服务中心 5 楼 502 会议室"
HALL, ROOM = "上街区行政服务中心 3 楼 308 会议室", "中心路街道办事处 2 楼会议室"


def tell(world: World) -> list[Deed]:
    """Return everything about the meetings: the cases put to them and the meetings themselves."""
    return _Council(world).deeds


class _Council:
    """Collects the deeds of the meetings and of the cases before them."""

    def __init__(self, world: World):
        self.world = world
        self.deeds: list[Deed] = []
        self.first = self._day(-54, 14, 30)
        self.second = self._day(-17, 9, 30)
        self.third = self._day(3, 14, 30)
        self.city = self._day(-9, 15)
        self._title_certificates()
        self._lift_after_all()
        self._relocation_late()
        self._cadre_leads()
        self._passed_up()
        self._next_time()
        self._pool()
        self._street()
        self._meeting("district-1", "district", DISTRICT, self.first, HALL, ("title", "lift", "relocation"))
        self._meeting("district-2", "district", DISTRICT, self.second, HALL, ("lift", "cadre-leads", "dead-end"))
        self._meeting("city-1", "supervisor", "", self.city, CITY_HALL, ("dead-end",))
        self._meeting("district-3", "district", DISTRICT, self.third, HALL, ("night-market", "drain", "legacy"))
        self._meeting("street-1", "street", STREET, self._day(-24, 15), ROOM, ("morning-market",))
        self._meeting("street-2", "street", STREET, self._day(4, 9, 30), ROOM, ("parking",))

    # --- the cases ----------------------------------------------------------------------------------------------------

    def _title_certificates(self) -> None:
        """The case of the newspaper: certificates that could not be had for years, issued after two months."""
        story = self._case(
            "title",
            "I01",
            COMMUNITY,
            self.first - timedelta(days=16),
            text="盛世花园12户房产证入住九年一直办不下来。开发商已注销，当年缺规划核实和消防验收两项，契税都交过了。"
            "业主跑遍各个部门都说不归自己管，孩子入学、老人继承都卡在这本证上，恳请政府牵头解决。",
            households=12,
            may_be_public=True,
            source=str(Source.VISIT),
            photos=("title-before",),
        )
        self._propose(
            story, "several_departments", self._before(self.first, 8), asked="请住建牵头，明确补办路径和时限。"
        )
        self._resolve(
            story, self.first, 20, "housing_window", days=45, supporting=("natural_resources", "tax", "fire"),
            text="由区住建局牵头，自然资源、税务、消防配合，45日内完成规划核实、消防验收补办和首次登记，按户发证。",
            acceptance="12户不动产权证全部发放到户", milestones=((10, "完成规划核实"), (25, "完成消防验收补办"), (40, "完成首次登记")),
        )  # fmt: skip
        for number, days in enumerate((9, 24, 38)):
            self._add("title", "finish_milestone", self._after(self.first, days), number=number, account="district")
        self._add("title", "help", self._after(self.first, 33), note="本单位的手续已经补齐，材料已交住建窗口。")
        done_at = self._after(self.first, 41)
        story.do(
            "feed_back",
            done_at,
            note="12户不动产权证已全部发放到户，业主签收。",
            result="solved",
            photos=("title-after",),
        )
        story.do("verify", done_at + timedelta(hours=26), note="逐户走访核实，12户均已领证。")
        story.do("close", done_at + timedelta(hours=30), note="回访业主代表，12户均表示满意。", contacted=True)
        story.rate("very_satisfied", at=done_at + timedelta(hours=52))
        self._add("title", "agree", self._after(done_at, 3), account="district")
        self.deeds += story.deeds

    def _lift_after_all(self) -> None:
        """Put off at the first meeting, decided at the second, running now."""
        story = self._case(
            "lift",
            "I03",
            "410106002012",
            self.first - timedelta(days=16),
            text="金苑社区3号楼加装电梯，一楼两户提出补偿分歧。图纸已通过，资金已到位，四次协商没有结果，卡了一年半。",
            households=14,
            photos=(),
        )
        self._propose(story, "beyond_street", self._before(self.first, 4), asked="请区里明确补偿调解办法。")
        review = self.world.calendar.local_date(self.second)
        note = "先由街道组织两轮入户协商，下次会议复议。"
        self._add(
            "lift", "defer", self.first + timedelta(minutes=40), account="district", review_date=review, note=note
        )
        self._resolve(
            story, self.second, 15, "housing_window", days=38, supporting=("natural_resources", "street_office"),
            text="由区住建局牵头，街道和自然资源部门配合，一月内促成补偿协议并公示，随后开工。",
            acceptance="补偿协议签订，电梯基坑开挖", milestones=((10, "完成两轮入户协商"), (24, "补偿方案公示"), (36, "进场开工")),
        )  # fmt: skip
        at = self._after(self.second, 9)
        self._add("lift", "finish_milestone", at, number=0, account="district")
        note = "加装电梯的规划意见已出具，管线迁改方案已审。"
        self._add("lift", "help", at + timedelta(hours=2), units=("natural_resources",), note=note)
        self.deeds += story.deeds

    def _relocation_late(self) -> None:
        """Decided at the first meeting; the date has passed."""
        story = self._case(
            "relocation",
            "I04",
            "410106100",
            self.first - timedelta(days=15),
            text="峡窝安置房三期停工十四个月。过渡费上季度起停发，32户在外租房，请明确复工和交付时间。",
            households=32,
            photos=(),
        )
        self._propose(story, "group", self._before(self.first, 3), asked="请明确复工时间和过渡费来源。")
        days = max((self.world.now - self.first).days - 3, 20)
        self._resolve(
            story, self.first, 60, "relocation_window", days=days, supporting=("housing", "street_office"),
            text="由区征收安置办公室牵头，落实过渡费并督促施工单位复工，按期报送交付时间表。",
            acceptance="过渡费补发到位，交付时间表公示", milestones=((20, "过渡费补发"), (35, "施工单位复工")),
        )  # fmt: skip
        self._add("relocation", "finish_milestone", self._after(self.first, 19), number=0, account="district")
        self.deeds += story.deeds

    def _cadre_leads(self) -> None:
        """Decided at the second meeting: the cadre in the community leads, with milestones still to come."""
        story = self._case(
            "cadre-leads", "I02", COMMUNITY, self.second - timedelta(days=13),
            text="盛世花园7号楼屋面和外墙大面积渗漏，维修资金余额不足。31户签字同意大修，差额部分没有来源。", households=31,
            photos=("wall-leak-before",),
        )  # fmt: skip
        self._propose(story, "beyond_street", self._before(self.second, 3), asked="请明确差额资金渠道。")
        self._resolve(
            story, self.second, 45, "housing_cadre", days=33, supporting=("street_office",),
            text="由住建局下沉干部牵头，启用应急维修资金通道，差额由街道老旧小区改造资金补足，12月底前完工。",
            acceptance="屋面闭水试验合格", milestones=((7, "应急维修资金批复"), (20, "屋面施工完成"), (31, "外墙施工完成")),
        )  # fmt: skip
        self._add("cadre-leads", "finish_milestone", self._after(self.second, 6), number=0, account="cadre")
        self.deeds += story.deeds

    def _passed_up(self) -> None:
        """Beyond what the district may decide: passed up at its second meeting, decided by the city's."""
        story = self._case(
            "dead-end", "I03", "410106001", self.second - timedelta(days=12),
            text="金华路断头路被铁路专用线隔断，四个小区绕行两公里上学。区里协调铁路部门三次，产权和资金都定不下来。",
            households=26, photos=(),
        )  # fmt: skip
        self._propose(story, "beyond_street", self._before(self.second, 4), asked="请协调铁路部门，明确资金渠道。")
        note = "涉及铁路用地和市级资金，区里无权决定，请市联席会议定。"
        self._add("dead-end", "pass_up", self.second + timedelta(minutes=62), account="district", note=note)
        self._resolve(
            story, self.city, 25, "housing_window", days=75, supporting=("natural_resources", "street_office"),
            account="supervisor", text="由上街区住建局牵头，自然资源部门配合办理用地手续，街道先行开通人行便道。",
            acceptance="人行便道开通，下穿通道立项批复", milestones=((20, "人行便道开通"), (60, "下穿通道立项批复")),
        )  # fmt: skip
        self.deeds += story.deeds

    def _next_time(self) -> None:
        """The agenda of the meeting to come."""
        for key, code, where, days, reason, households, photos, text, asked, suggested in (
            ("night-market", "E01", "410106001", 5, "joint_enforcement", 22, (),
             "商业街夜市油烟、噪声、占道三样一起来，单部门整治管不住。22户联名，希望城管、市场监管、公安一起管。",
             "请明确联合执法牵头单位和整治时限。", ("market", "police")),
            ("drain", "E04", "410106004", 6, "several_departments", 8, ("sewage-before",),
             "工业路明渠上游偷排、下游返水。水利、排水、生态环境三家各管一段，清了又黑。", "请划清管护界限，明确整治方案。",
             ("water_resources", "ecology")),
            ("legacy", "I01", "410106003", 12, "legacy", 46, ("title-before",),
             "新安路老厂家属院46户没有不动产权证。企业改制后档案缺失，已跑了三年。", "请明确历史遗留问题认定和补办路径。", ("tax",)),
        ):  # fmt: skip
            story = self._case(
                key, code, where, self.world.now - timedelta(days=days), text=text, households=households, photos=photos
            )
            at = self.world.now - timedelta(days=2, hours=4)
            self._propose(story, reason, at, asked=asked, suggested=suggested)
            self.deeds += story.deeds

    def _pool(self) -> None:
        """Waits for a meeting without being on an agenda: one in the district, one in the street, one in the community."""
        for key, code, where, level, reason, text in (
            ("pool-school", "I03", "410106100", 0, "several_departments",
             "学校、医院和小区共用一条断头路，打通后能分流一半车。规划、住建、交警意见不一，五年没动。"),
            ("pool-bins", "I03", STREET, 1, "repeated", "院内垃圾房选址反复。三次公示三次反对，请街道联席会定下来。"),
            ("pool-canopy", "G02", COMMUNITY, 2, "repeated", "电动车棚建在哪里，楼前楼后两边都有意见。物业不敢定，已反映四次。"),
        ):  # fmt: skip
            story = self._case(key, code, where, self.world.now - timedelta(days=4), text=text, households=6, photos=())
            self._propose(story, reason, self.world.now - timedelta(hours=20), asked="请会议议定。", level=level)
            self.deeds += story.deeds

    def _street(self) -> None:
        """A market moved by the street's own meeting, done and closed; a parking matter for its next one."""
        held_at = self._day(-24, 15)
        story = self._case(
            "morning-market",
            "C03",
            STREET,
            held_at - timedelta(days=11),
            text="如意街早市搭了二十多米固定棚子，占了整条便道。摊主要生计，住户要通道，两边都急。",
            households=18,
            photos=(),
        )
        self._propose(story, "joint_enforcement", self._before(held_at, 2), asked="请定疏导点和拆棚时间。", level=1)
        self._resolve(
            story, held_at, 20, "urban_cadre", days=14, supporting=("market", "street_office"), account="street",
            text="由城管下沉干部牵头，街道提供疏导点，市场监管配合登记，两周内拆棚还道。", acceptance="便道恢复，摊位进点经营",
            milestones=((5, "疏导点划线"), (12, "固定棚拆除")),
        )  # fmt: skip
        for number, days in enumerate((4, 10)):
            self._add("morning-market", "finish_milestone", self._after(held_at, days), number=number, account="street")
        note = "登记和疏导点都已办好。"
        self._add("morning-market", "help", self._after(held_at, 10) + timedelta(hours=3), note=note)
        done_at = self._after(held_at, 11)
        note = "固定棚全部拆除，23个摊位进入疏导点，便道恢复通行。"
        story.do("feed_back", done_at, note=note, result="solved", photos=("vendor-after",))
        story.verify().close().rate("satisfied")
        self._add("morning-market", "agree", self._after(done_at, 6), account="street")
        self.deeds += story.deeds
        story = self._case(
            "parking",
            "G02",
            "410106002004",
            self.world.now - timedelta(days=6),
            text="鸿园社区晚上回家没处停车，邻院白天空着一半车位。希望街道协调错时共享。",
            households=40,
            photos=(),
        )
        self._propose(
            story, "beyond_street", self.world.now - timedelta(days=2), asked="请街道牵头谈错时停车。", level=1
        )
        self.deeds += story.deeds

    # --- the parts ----------------------------------------------------------------------------------------------------

    def _case(self, key: str, code: str, where: str, at: datetime, *, text: str, **more) -> Story:
        """Begin a case that its owner has signed for and looked into."""
        place = self.world.atlas.spot(self.world.chance(f"{key}/place"), where)
        story = Story(self.world, key, code, place)
        at = moments.between(story.rng, at, at + timedelta(hours=9), self.world.calendar)
        story.report(at, pictures=0, text=text, **more)
        story.is_drawn = bool(more.get("photos"))
        return story.sign_and_respond(min(at + timedelta(days=1), self.world.now - timedelta(hours=2)))

    def _propose(self, story: Story, reason: str, at: datetime, *, asked: str, level: int = 0, suggested=()) -> None:
        tried = "社区两次协调、部门分别答复，单独一家办不了。"
        story.do("propose", at, reason=reason, level=level, tried=tried, asked=asked, suggested=suggested)
        if reason in TAGS:
            story.do("set_tags", at + timedelta(minutes=20), account="district", tags=(TAGS[reason],))

    def _resolve(self, story: Story, held_at, minutes, seat, *, days, milestones, account="district", **words) -> None:
        """Let the meeting decide; the new owner signs for it and begins."""
        calendar = self.world.calendar
        due_at = moments.office_day(held_at + timedelta(days=days), calendar, hour=17)
        planned = ((calendar.local_date(held_at + timedelta(days=day)), text) for day, text in milestones)
        steps = tuple((next(calendar.workdays_from(day)), text) for day, text in planned)
        at = held_at + timedelta(minutes=minutes)
        self._add(story.key, "resolve", at, account=account, seat=SEATS[seat], due_at=due_at, milestones=steps, **words)
        signed_at = self._after(held_at, 1)
        story.do("sign_for", signed_at).say("note_progress", signed_at + timedelta(days=2))

    def _meeting(self, key: str, account: str, unit: str, held_at: datetime, place: str, items) -> None:
        """Call a meeting, put the items on its agenda, open and end it."""
        called_at = min(self._working_day_before(held_at), self.world.now - timedelta(days=1, hours=3))
        self._add(key, "call", called_at, account=account, unit=unit, held_at=held_at, place=place)
        for number, item in enumerate(items):
            at = called_at + timedelta(minutes=10 + 3 * number)
            self._add(item, "put_on_agenda", at, account=account, meeting=key)
        self._add(key, "give_notice", called_at + timedelta(minutes=28), account=account)
        if held_at < self.world.now:
            self._add(
                key, "open", held_at + timedelta(minutes=2), account=account, absent=("culture", "finance_office")
            )
            self._add(key, "end", held_at + timedelta(minutes=95), account=account)
            self._add(key, "sign", held_at + timedelta(hours=2))

    def _add(self, subject: str, verb: str, at: datetime, **words) -> None:
        self.deeds.append(Deed(at, subject, verb, words))

    def _day(self, days: int, hour: int, minute: int = 0) -> datetime:
        start = self.world.now + timedelta(days=days)
        return moments.office_day(start, self.world.calendar, hour=hour, minute=minute)

    def _before(self, held_at: datetime, days: int) -> datetime:
        """Return some days before a meeting, early enough for its agenda."""
        return min(held_at - timedelta(days=days), self._working_day_before(held_at) - timedelta(hours=2))

    def _working_day_before(self, at: datetime) -> datetime:
        """Return half past eight of the last working day before a moment: a whole working day of notice."""
        calendar, day = self.world.calendar, self.world.calendar.local_date(at) - timedelta(days=1)
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
        return calendar.midnight(day) + timedelta(hours=8, minutes=30)

    def _after(self, start: datetime, days: int) -> datetime:
        day = start + timedelta(days=days)
        return moments.office_day(day, self.world.calendar, hour=10, minute=17)
