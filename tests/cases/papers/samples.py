"""Papers to print in tests."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.papers import call
from cases.papers.invitation import Guest, Invitation
from cases.papers.minutes import (
    Decision,
    Deferral,
    FollowedUp,
    Item,
    Milestone,
    MinutesPaper,
    PassedUp,
    Supplement,
)
from cases.papers.monthly import BulletinPaper, Section
from cases.papers.notice import SupervisionPaper
from cases.papers.sheet import Column, Table

CITY = ZoneInfo("Asia/Shanghai")
BIDI_AND_CONTROLS = "前\x00\x07\x1b\u202e后\u2066\u200b中\ufffe末"

MINUTES = MinutesPaper(
    number="上街联纪〔2026〕3号",
    title="关于盛世社区房产证办理等事项的会议纪要",
    meeting="上街区联席会议",
    office="上街区长效机制办公室",
    held_at=datetime(2026, 11, 23, 15, tzinfo=CITY),
    place="区政府三楼会议室",
    chair="副区长陆怀谷",
    present=("陆怀谷（召集人）", "韩景和", "魏嘉木", "杜秋禾", "宋闻笙", "冯以宁", "孟知远"),
    attending=("许向晚（司法局，受委托）", "苏念安（盛世社区网格长）"),
    absent=("区财政局",),
    recorder="贺云舟",
    follow_up="会议听取了区长效机制办公室的汇报。第2次会议议定事项2项，按期完成1项。",
    followed_up=(
        FollowedUp("工业路雨水管网改造", "区城市管理局", date(2026, 11, 20), "逾期", "管材到货推迟"),
        FollowedUp("如意街非机动车停放", "中心路街道", date(2026, 11, 18), "已销号"),
    ),
    items=(
        Item(
            "ZZ20261012-000118",
            "关于如意街社区加装电梯",
            "如意街社区3号楼两个单元申请加装电梯。",
            outcome=(
                Decision(
                    "完成两部电梯的方案公示",
                    "区住建局",
                    date(2026, 12, 18),
                    "魏嘉木",
                    ("中心路街道", "区资源规划分局"),
                ),
            ),
        ),
        Item(
            "ZZ20261009-000031",
            "关于盛世社区12户房产证办理",
            discussion="该处2009年入住，开发企业已注销，应当容缺补办、同步推进。",
            outcome=(
                Decision(
                    "补办竣工验收备案，12户分户发证",
                    "区住建局",
                    date(2027, 1, 12),
                    "韩景和",
                    ("区税务局", "区消防救援大队"),
                    (Milestone(date(2026, 12, 10), "缺件清单，各单位认领"),),
                    "12户取得不动产权证书",
                    date(2026, 12, 11),
                ),
            ),
        ),
        Item(
            "ZZ20261030-000166",
            "关于工业路渣土车噪声",
            outcome=Deferral(date(2026, 12, 7), "市级通行方案尚未下发"),
        ),
        Item("ZZ20261029-000012", "关于跨区河道排污", outcome=PassedUp("郑州市联席会议", "涉及两个区的管辖边界")),
    ),
    signed_by="陆怀谷",
    signed_at=datetime(2026, 11, 24, 10, tzinfo=CITY),
    supplements=(Supplement(datetime(2026, 11, 26, 9, tzinfo=CITY), "韩景和的职务应为区住建局副局长。", "陆怀谷"),),
    copies_to=("区委、区政府领导", "各参会单位"),
)

NOTICE = SupervisionPaper(
    number="督办〔2026〕12号",
    head="中原区网格化治理督办单",
    kind="yellow",
    to="中原区住房和城乡建设局",
    case_number="ZZ20261112-000306",
    case_title="永威城5号楼外墙瓷砖脱落",
    case_note="F02 房屋结构、墙体脱落 · 永威社区第四网格",
    limits=("交办11月12日16:42，办理到期11月19日17:00", "截至签发已超期1个工作日"),
    grounds="现场已拉警戒线，脱落范围约12平方米，下方为出入口。至今未反馈，未申请延期。",
    demand="今日18时前在单元入口搭设防护通道；\n11月24日17时前反馈检测结论和修缮方案；\n修缮完成后由网格长现场核查。",
    reply_due_at=datetime(2026, 11, 25, 17, tzinfo=CITY),
    reply_time="2个工作日",
    issued_by="程砚青",
    office="中原区长效机制办公室",
    issued_at=datetime(2026, 11, 23, 9, tzinfo=CITY),
    counts=True,
    counted="黄牌1次，综合得分减1分",
    address="https://grid.example.cn/cases/ZZ20261112-000306",
    telephone="0371-0000 0112",
)

CALL = call.CallPaper(
    meeting="上街区联席会议",
    number="2026年第3次会议",
    office="上街区长效机制办公室",
    held_at=datetime(2026, 11, 23, 15, tzinfo=CITY),
    items=("盛世社区12户房产证办理（ZZ20261009-000031）", "如意街社区加装电梯（ZZ20261012-000118）"),
    guests=(
        call.Guest("副区长", "召集人", "区级领导", "陆怀谷"),
        call.Guest("区住房和城乡建设局", "牵头单位", "房管专干", "韩景和"),
        call.Guest("中心路街道", "配合单位", "街道主要领导", "魏嘉木"),
    ),
    made_at=datetime(2026, 11, 20, 9, tzinfo=CITY),
    place="区政府三楼会议室",
    sent_at=datetime(2026, 11, 20, 9, tzinfo=CITY),
)

COLUMNS = (
    Column("名次", 0.8, "center"),
    Column("单位", 2),
    Column("受理", 1, "right"),
    Column("按期办结率", 1.4, "right"),
)


def bulletin(rows: int = 16) -> BulletinPaper:
    """Return a bulletin with a table of some rows."""
    table = Table(
        COLUMNS, tuple((n, f"第{n}街道", 2000 - n, f"{99 - n / 10:.1f}%") for n in range(1, rows + 1)), "十月办理情况"
    )
    return BulletinPaper(
        title="关于2026年10月网格化治理工作情况的通报",
        office="郑州市长效机制办公室",
        issued_at=datetime(2026, 11, 5, 9, tzinfo=CITY),
        number="郑网通〔2026〕10号",
        opening="现将有关情况通报如下：",
        sections=(
            Section("总体情况", "受理件数比上月增长3.2%。", (table,)),
            Section("下一步要求", "请各单位对照整改。"),
        ),
        copies_to=("市政府办公厅",),
    )


INVITATION = Invitation(
    uid="meeting-2026-3@grid.example.cn",
    sequence=0,
    title="上街区联席会议 · 2026年第3次",
    starts_at=datetime(2026, 11, 23, 7, tzinfo=ZoneInfo("UTC")),
    length=timedelta(hours=2),
    sent_at=datetime(2026, 11, 20, 9, tzinfo=CITY),
    place="区政府三楼会议室, 西; 二号厅",
    description="议题：\n一、上次议定事项落实情况\n" + "二、关于如意街社区加装电梯" * 12,
    organiser=Guest("上街区长效机制办公室", "office@example.cn"),
    guests=(Guest("韩景和", "han@example.cn"),),
)


def hostile(text: str) -> tuple[MinutesPaper, SupervisionPaper, BulletinPaper]:
    """Return a paper of each kind with a text wherever somebody could have typed it."""
    decision = Decision(text, text, date(2026, 12, 18), text, (text,), (Milestone(date(2026, 12, 1), text),), text)
    minutes = replace(
        MINUTES,
        title=text, chair=text, place=text, present=(text,), follow_up=text, supplements=(),
        followed_up=(FollowedUp(text, text, date(2026, 11, 20), text),),
        items=(Item(text, text, text, text, (decision,)), Item(text, text, outcome=Deferral(date(2026, 12, 7), text))),
    )  # fmt: skip
    notice = replace(NOTICE, to=text, case_title=text, grounds=text, demand=text, reply=text, replied_by=text)
    table = Table((Column(text), Column("数", 1, "right")), ((text, 1), (text, 2)), text, text)
    return minutes, notice, replace(bulletin(), title=text, opening=text, sections=(Section(text, text, (table,)),))
