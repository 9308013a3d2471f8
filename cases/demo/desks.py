"""What lies on the desks of the demo accounts right now: every queue holds something, in every colour of the lamp."""

from datetime import datetime, timedelta

from cases import deadlines, limits
from cases.deadlines import Limit
from cases.demo import moments, texts
from cases.demo.story import Story, World
from cases.models import Source

DISTRICT, STREET, COMMUNITY, GRID = "410106", "410106002", "410106002006", "410106002006001"

# The housing cadre of 盛世社区: to sign for, and in progress, by category and lamp.
CADRE_SIGNS = (("I02", "green"), ("I01", "green"), ("I03", "amber"))
CADRE_WORKS = (
    ("I02", "green"), ("I01", "green"), ("G02", "green"), ("I02", "amber"), ("I03", "amber"), ("G02", "due"),
    ("I02", "yellow"),
)  # fmt: skip
# The grid leader verifies what others handled in the first grid of 盛世社区.
LEADER_VERIFIES = (("B02", "green"), ("A01", "green"), ("I02", "amber"), ("F01", "green"), ("A04", "due"))
LEADER_WAITS = ("B03", "G02", "A05")
# Reported for the whole community, so the secretary verifies.
SECRETARY_VERIFIES = (("I03", "green"), ("J02", "green"), ("G02", "amber"))
# The street's desk: calls back, and answers itself for what no department leads.
STREET_CALLS = (("A01", "green"), ("C01", "green"), ("B05", "green"), ("E02", "amber"), ("I02", "green"))
STREET_SIGNS = (("J01", "green"), ("J03", "green"))
STREET_WORKS = (("J03", "amber"), ("J01", "green"))
# Reported for the district as a whole, so its own desk verifies and calls back.
DISTRICT_VERIFIES = (("I03", "green"), ("D03", "amber"))
DISTRICT_CALLS = (("I02", "green"), ("E04", "amber"))
# Late cases elsewhere, so that every rung of the ladder is climbed somewhere.
LATE_ELSEWHERE = (
    ("410106001", "B03", "due"), ("410106003", "E01", "yellow"), ("410106100", "A04", "due"), ("410106004", "D03", "amber"),
    ("410102008", "A04", "yellow"), ("410102008", "B02", "due"), ("410104004", "E01", "red"), ("410103007", "D02", "due"),
    ("410106005", "B03", "amber"), ("410106002", "E04", "red"),
)  # fmt: skip
AT_WORK_ELSEWHERE = (
    ("410106001", "B04"), ("410106002", "B04"), ("410106002", "C02"), ("410106003", "F01"), ("410102008", "B01"),
    ("410104004", "B04"), ("410103007", "D02"), ("410106100", "E02"),
)  # fmt: skip

# Cases that several units handle together: the posts asked, and what they are to do.
RESOURCES, TAX, FIRE = (
    ("cadre", STREET, "natural_resources"),
    ("district_window", DISTRICT, "tax"),
    ("cadre", STREET, "fire"),
)
HOUSING, CITY = ("cadre", COMMUNITY, "housing"), ("cadre", COMMUNITY, "urban_management")
CERTIFICATES = "请各自核对本单位资料：不动产首次登记、契税缴纳、消防验收，缺什么列清单，一并答复住户。"
CERTIFICATES_DONE = "已调出2017年消防验收申请，缺竣工图一份，已一次性告知并约定补办时间。"
ROAD = "路面下沉处紧邻住宅散水，请房管查看房屋基础，城管清理占道堆物，便于开挖。"

# Reports that come without a category: (text, lamp of the accepting clock).
TO_TRIAGE = (
    ("想问一下{e}旁边那片空地以后做什么用。听说要建停车场，希望公示一下方案。", "green"),
    ("小区附近有只受伤的大狗，不敢靠近。不知道该找哪个部门。", "green"),
    ("{e}{b}号楼楼顶信号塔嗡嗡响。测过没人管，住户担心辐射，希望给个说法。", "amber"),
    ("家门口这条路一直不亮灯，说不准属于哪个社区。就在大转盘往东走两三百米的地方。", "green"),
    ("{r}上公交站挪走以后老人坐车要多走一公里。能不能再设一个站点。", "due"),
)
HOTLINE = (
    ("12345 转办：市民反映辖区多条道路夜间大货车超速鸣笛，希望联合整治。", "green"),
    ("12345 转办：市民咨询全区老旧小区加装电梯补贴标准和申请流程。", "amber"),
    ("12345 转办：市民建议在铁路涵洞处增设积水警示和水尺。", "due"),
)
NOWHERE = "坐公交路过看到路边广告牌快掉下来了，具体位置说不清，大概在西边进城方向。"
LONG_TITLE = "十六号楼前排水管道多年失修，每逢下雨污水倒灌一楼住户家中，且夜间没有照明，老人出行极不安全，恳请现场查看并尽快给书面答复"
NINE = ("rubbish", "bills", "fire-lane", "wires", "pavement", "sewage", "vendor", "bikes", "tree")
NINE_TEXT = "{e}院里问题一大堆，一次说清楚：垃圾、小广告、堵通道、飞线、塌坑、返水、摆摊、单车、倒树，一处一张照片，请对照着看。"


def stories(world: World) -> list[Story]:
    """Return the stories that stand at a certain point now."""
    told = Teller(world)
    for code, lamp in CADRE_SIGNS:
        told.to_sign(code, COMMUNITY, lamp)
    for code, lamp in CADRE_WORKS:
        told.at_work(code, COMMUNITY, lamp)
    told.sent_back("I02", GRID)
    told.opened_again("G02", COMMUNITY)
    for code, lamp in LEADER_VERIFIES:
        told.to_verify(code, GRID, lamp)
    for code in LEADER_WAITS:
        told.at_work(code, GRID, "green")
    for code, lamp in SECRETARY_VERIFIES:
        told.to_verify(code, COMMUNITY, lamp, is_whole=True)
    for code, lamp in STREET_CALLS:
        told.to_call_back(code, STREET, lamp)
    for code, lamp in STREET_SIGNS:
        told.to_sign(code, STREET, lamp)
    for code, lamp in STREET_WORKS:
        told.at_work(code, STREET, lamp)
    for code, lamp in DISTRICT_VERIFIES:
        told.to_verify(code, DISTRICT, lamp, is_whole=True)
    for code, lamp in DISTRICT_CALLS:
        told.to_call_back(code, DISTRICT, lamp, is_whole=True)
    for street, code, lamp in LATE_ELSEWHERE:
        told.at_work(code, street, lamp)
    for street, code in AT_WORK_ELSEWHERE:
        told.at_work(code, street, "green")
    told.triage()
    told.special()
    told.together()
    return told.stories


class Teller:
    """Tells stories backwards from where they stand now."""

    def __init__(self, world: World, name: str = "desk"):
        self.world, self.name = world, name
        self.stories: list[Story] = []

    def to_sign(self, code: str, where: str, lamp: str, *, is_whole=False) -> Story:
        story = self._begin(code, where, is_whole)
        limit = limits.limit_for("sign_for", story.kind.urgency)
        return self._given(story, self._start(story, lamp, limit))

    def at_work(self, code: str, where: str, lamp: str) -> Story:
        story = self._begin(code, where)
        start = self._start(story, lamp, story.kind.limit)
        return self._given(story, start).squeeze(("sign_for", "respond", "note_progress", "reply"), self.world.now)

    def sent_back(self, code: str, where: str) -> Story:
        story = self._begin(code, where)
        again_at = self._start(story, "green", deadlines.half(story.kind.limit))
        self._given(story, again_at - self._lead(story)).squeeze(("sign_for", "respond", "feed_back"), again_at)
        return story.say("order_rework", again_at)

    def opened_again(self, code: str, where: str) -> Story:
        story = self._begin(code, where)
        again_at = self._start(story, "green", story.kind.limit)
        self._given(story, again_at - timedelta(days=9))
        story.squeeze(("sign_for", "respond", "feed_back", "verify", "close"), again_at)
        return story.rate("dissatisfied", "no", at=again_at)

    def to_verify(self, code: str, where: str, lamp: str, *, is_whole=False) -> Story:
        story = self._begin(code, where, is_whole)
        fed_back_at = self._start(story, lamp, limits.limit_for("verify", story.kind.urgency))
        self._given(story, fed_back_at - self._lead(story)).squeeze(("sign_for", "respond", "reply"), fed_back_at)
        return story.feed_back(fed_back_at)

    def to_call_back(self, code: str, where: str, lamp: str, *, is_whole=False) -> Story:
        story = self._begin(code, where, is_whole)
        verified_at = self._start(story, lamp, limits.limit_for("call_back", story.kind.urgency))
        fed_back_at = verified_at - timedelta(hours=3)
        self._given(story, fed_back_at - self._lead(story)).squeeze(("sign_for", "respond"), fed_back_at)
        return story.feed_back(fed_back_at).say("verify", verified_at)

    def triage(self) -> None:
        """Tell the reports that wait for a desk to place them."""
        for text, lamp in TO_TRIAGE:
            self._unclear(text, STREET, lamp)
        for text, lamp in HOTLINE:
            self._unclear(text, DISTRICT, lamp, source=Source.HOTLINE_12345)
        self._unclear(NOWHERE, DISTRICT, "green", grid=None)

    def special(self) -> None:
        """Tell a case with the longest title and one with nine photos."""
        story = self._begin("B05", STREET)
        start = self._start(story, "green", story.kind.limit)
        story.report(start, pictures=1.0, title=LONG_TITLE, text=LONG_TITLE + "。以上情况附照片，请核实。")
        story.squeeze(("sign_for",), self.world.now)
        story = self._begin("G02", GRID)
        start = self._start(story, "green", story.kind.limit)
        photos = tuple(f"{scene}-before" for scene in NINE)
        story.report(
            start,
            text=story.place.fill(NINE_TEXT),
            title="院内环境综合整治（九处，附照片）",
            photos=photos,
            households=9,
        )
        story.squeeze(("sign_for", "respond", "note_progress"), self.world.now)

    def together(self) -> None:
        """Tell a case the housing cadre leads with three other units, and one where the housing cadre co-handles."""
        now = self.world.now
        story = self._begin("I01", COMMUNITY)
        start = self._start(story, "green", story.kind.limit)
        story = self._given(story, start).squeeze(("sign_for", "respond"), start + (now - start) * 0.4)
        story.split((RESOURCES, TAX, FIRE), CERTIFICATES, "5D", start + (now - start) * 0.5)
        story.part("sign_order", FIRE, start + (now - start) * 0.6)
        story.part("sign_order", RESOURCES, start + (now - start) * 0.7)
        story.part("report_order", FIRE, start + (now - start) * 0.85, note=CERTIFICATES_DONE)
        story = self._begin("B03", GRID)
        start = self._start(story, "green", story.kind.limit)
        story = self._given(story, start).squeeze(("sign_for",), start + (now - start) * 0.5)
        story.split((HOUSING, CITY), ROAD, "2D", start + (now - start) * 0.8)

    def _begin(self, code: str, where: str, is_whole=False) -> Story:
        key = f"{self.name}-{len(self.stories):03}"
        atlas, rng = self.world.atlas, self.world.chance(f"{key}/place")
        place = atlas.whole(rng, where) if is_whole else atlas.spot(rng, where, building=texts.matters()[code].building)
        story = Story(self.world, key, code, place)
        self.stories.append(story)
        return story

    def _given(self, story: Story, at: datetime) -> Story:
        return story.report(at, Source.RESIDENT_WEB, pictures=0.9)

    def _unclear(self, text: str, where: str, lamp: str, *, source=Source.RESIDENT_WEB, **more) -> None:
        story = self._begin("J03", where, is_whole=True)
        at = self._start(story, lamp, limits.limit_for("accept", "ordinary"))
        story.report(at, source, pictures=0, text=story.place.fill(text), category=None, **more)

    def _start(self, story: Story, lamp: str, limit: Limit) -> datetime:
        """Return when a clock started that shows the lamp now, or the green one, or else started just now."""
        world = self.world
        for wanted in (lamp, "green"):
            start = moments.start_for(story.rng, wanted, limit, world.now, world.calendar)
            if start:
                return start
        return world.now - timedelta(minutes=25)

    def _lead(self, story: Story) -> timedelta:
        """Return how long the unit took for it, within the limit."""
        limit = story.kind.limit
        if limit.is_in_days:
            return timedelta(days=min(limit.amount * 0.6, 5))
        return limit.duration * 0.6
