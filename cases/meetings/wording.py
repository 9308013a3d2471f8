"""How the draft of the minutes reads, in Chinese, the language of official papers. Officials edit it afterwards."""

import re

from django.utils import timezone

from cases.meetings import following, units
from cases.models import AgendaItem, Invitation, JointMeeting, Resolution

State, Part = AgendaItem.State, Invitation.Part
WHY = re.compile("^(?:因为|由于|因)")
NUMERALS = "一二三四五六七八九十"
ENDINGS = ("回族区", "区", "县", "市")
ZONES = {
    "郑州经济技术开发区": "郑经开",
    "郑州高新技术产业开发区": "郑高新",
    "郑州航空港经济综合实验区": "郑航空港",
}


def of(meeting: JointMeeting) -> dict:
    """Return title, opening, sections and distribution of a meeting's minutes. A dozen queries at most."""
    rule = units.rule_of(meeting.grid)
    items = list(
        meeting.items.exclude(state__in=[State.ON_AGENDA, State.WITHDRAWN])
        .select_related("case__category", "case__community", "case__street")
        .prefetch_related(
            "resolutions__lead_department", "resolutions__person", "resolutions__milestones", "merged__case"
        )
    )
    about = subject(items[0].case) if items else "近期工作"
    tail = "等事项" if len(items) > 1 else "事项"
    return {
        "title": f"关于{about}{tail}的会议纪要"[:120],
        "opening": _opening(meeting, rule, len(items)),
        "sections": _sections(meeting, items),
        "sent_to": "各参会单位",
    }


def number(meeting: JointMeeting, year: int, sequence: int) -> str:
    """Return 中原联纪〔2026〕3号."""
    return f"{code(meeting.grid)}联纪〔{year}〕{sequence}号"


def order(number: str, decisions: list[str]) -> str:
    """Return what a supporting unit is asked: to do its part of some decisions, one a line."""
    return "\n".join([f"按{number}议定事项，配合办理：", *decisions])


def subject(case) -> str:
    """Return how papers name a case: 盛世社区12户房产证办理, by place and kind; without a kind its own first words."""
    if case.category is None:
        return re.split("[，。；,.…]", case.title)[0] or case.number
    place = case.community or case.street
    households = f"{case.households}户" if case.households > 1 else ""
    return f"{place.name if place else ''}{households}{case.category.name_zh}"


def code(grid) -> str:
    """Return what stands before 联纪: the rule's code, else the unit's name, short for a district."""
    rule = units.rule_of(grid)
    if rule.document_code and (grid is None or rule.grid_id):
        return rule.document_code
    if grid is None:
        return "郑"
    if grid.name in ZONES:
        return ZONES[grid.name]
    ending = next((each for each in ENDINGS if grid.is_district and grid.name.endswith(each)), "")
    return grid.name.removesuffix(ending) or grid.name


def issuer(grid) -> str:
    """Return the office as the paper names it: 上街区长效机制办公室."""
    rule = units.rule_of(grid)
    if rule.issuer and (grid is None or rule.grid_id):
        return rule.issuer
    return f"{grid.name if grid else '郑州市'}联席会议办公室"


def _opening(meeting: JointMeeting, rule, count: int) -> str:
    at = timezone.localtime(meeting.opened_at or meeting.held_at)
    hour = f"{at.hour}时" + (f"{at.minute}分" if at.minute else "")
    convener = meeting.invitations.filter(part=Part.CONVENER).first()
    chair = convener.person if convener and convener.person else ""
    place = f"在{meeting.place}" if meeting.place else ""
    who = f"召集人{chair}" if chair else "召集人"
    kind = "专题联席会议" if meeting.is_special else "联席会议"
    unit = meeting.grid.name if meeting.grid else "郑州市"
    studied = f"，研究{count}个议题" if count else ""
    return (
        f"{at.year}年{at.month}月{at.day}日{hour}，{who}{place}主持召开{unit}{kind}，"
        f"听取上次议定事项落实情况{studied}。现纪要如下："
    )


def _sections(meeting: JointMeeting, items) -> list[dict]:
    sections = [{"heading": "上次议定事项落实情况", "text": _review(meeting), "item": None}]
    later = [item for item in items if item.state in (State.DEFERRED, State.PASSED_UP)]
    for item in items:
        if item.state == State.DECIDED:
            sections.append({"heading": f"关于{subject(item.case)}", "text": _decision(item), "item": item.pk})
    for item in later:
        heading = "暂缓事项" if item.state == State.DEFERRED else "上报事项"
        sections.append({"heading": f"{heading}：{subject(item.case)}", "text": _put_off(item), "item": item.pk})
    return [
        {**section, "heading": f"{numeral(place)}、{section['heading']}"} for place, section in enumerate(sections, 1)
    ]


def numeral(number: int) -> str:
    """Return 一, 十, 十一, 二十三 for 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")


def _review(meeting: JointMeeting) -> str:
    earlier = following.before(meeting)
    if not earlier:
        decided = Resolution.objects.filter(item__grid=meeting.grid).exclude(item__meeting=meeting)
        return "此前议定事项均已销号，无未落实事项。" if decided.exists() else "此前无议定事项。"
    late = [each.resolution for each in earlier if not each.is_on_time]
    words = (
        f"会议听取了此前议定事项落实情况的汇报。未销号事项{len(earlier)}项，其中按期推进{len(earlier) - len(late)}项"
    )
    for each in late[:5]:
        lead = each.lead_department.name_zh
        words += f"；“{subject(each.item.case)}”一项已超过完成时限，由{lead}说明原因并限期完成"
    return words + "。"


def _decision(item: AgendaItem) -> str:
    """Return what was said; what was decided is printed from the decisions themselves, which nobody retypes."""
    parts = [item.discussion.strip() or "会议听取了有关单位的情况汇报，进行了研究。"]
    merged = [each.case.number for each in item.merged.all()]
    if merged:
        parts.append(f"以下议定一并适用于{'、'.join(merged)}。")
    return "\n".join(parts)


def _put_off(item: AgendaItem) -> str:
    said = f"{item.discussion.strip()}\n" if item.discussion.strip() else ""
    note = WHY.sub("", item.outcome_note.strip()).rstrip("。")
    why = f"因{note}，" if note else ""
    if item.state == State.DEFERRED:
        return f"{said}{why}暂缓研究，{_day(item.review_date)}复议。"
    above = units.above(item.grid)
    return f"{said}{item.outcome_note.rstrip('。')}。提请{above.name if above else '郑州市'}联席会议研究。"


def _day(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
