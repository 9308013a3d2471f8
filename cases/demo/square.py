"""Invented news and volunteer teams for the demo's streets; each says of itself that it is a sample."""

import datetime

from django.db import transaction
from django.utils import timezone

from cases.models import Activity, News, VolunteerTeam
from grids.importing.demo_names import phone_for
from grids.models import Grid

A_DAY = datetime.timedelta(days=1)
# street, days since it was published, days it is shown, titles and texts
NEWS = (
    ("410102008", 2, 30, "冬季取暖安全提示（示例）", "Heating safely in winter (sample)",
     "天气转冷，请检查燃气软管和排烟管道，使用煤炉取暖的住户务必装好烟囱、保持通风。\n\n独居老人家中的检查可以请网格员上门帮忙，打网格长办公电话预约即可。",
     "It is getting cold. Please check gas hoses and flues; whoever heats with a coal stove needs a chimney and fresh air.\n\nGrid workers help to check the homes of older people who live alone. Call your grid leader's office for a time."),
    ("410102008", 9, 30, "小区电动自行车充电棚开放（示例）", "Charging sheds for e-bikes are open (sample)",
     "新建的充电棚已经通电，扫码或刷卡都可以使用。请不要再从窗口拉线充电，也不要把电池带进电梯。",
     "The new charging sheds have power; a code or a card starts them. Please run no more cables out of windows, and take no batteries into lifts."),
    ("410103009", 4, 30, "便民修补日改到周六（示例）", "Repair day moves to Saturday (sample)",
     "每月一次的便民修补日改在周六上午，磨刀、修鞋、修伞、换拉链，都在社区门前的小广场。",
     "The monthly repair day is now on Saturday morning: knives, shoes, umbrellas and zips, on the small square in front of the community office."),
    ("410106002", 1, 30, "本周管道检修可能短时停水（示例）", "Water may be off for short times this week (sample)",
     "本周检修老旧管道，白天可能短时停水，每次不超过四小时，具体楼栋提前一天贴在单元门口。\n\n停水超过四小时，请直接在“我要反映”里告诉我们。",
     "Old pipes are checked this week. Water may be off by day, never for more than four hours; the buildings are posted at the entrances a day before.\n\nIf it takes longer, tell us under “Report a problem”."),
    ("410106002", 6, 30, "网格长接待日（示例）", "The grid leader's open hours (sample)",
     "每周三下午三点到五点，网格长在社区服务大厅接待来访居民，不用预约。",
     "Every Wednesday from three to five in the afternoon the grid leader is in the community's hall. No appointment is needed."),
)  # fmt: skip
# unit, names, what they do, and their activities: titles, places, days from now, hour, hours long
TEAMS = (
    ("410102008009", "清洁家园志愿队（示例）", "Clean home volunteers (sample)",
     "清理楼道杂物和小广告，冬天扫雪铲冰。", "They clear stairways of rubbish and bills, and paths of snow in winter.",
     (("楼道清理日", "Stairway day", "社区服务站门前", "In front of the community office", 3, 9, 2),)),
    ("410102008", "银发陪伴队（示例）", "Company for older people (sample)",
     "陪独居老人聊天、代买药品和米面，提醒用火用电安全。", "They visit older people who live alone, shop for them, and look after stoves and cables.",
     (("为老人量血压、教用手机", "Blood pressure, and help with the phone", "街道便民服务中心一楼", "Ground floor of the street's service centre", 5, 14, 3),)),
    ("410106002006", "文明出行引导队（示例）", "Safe way to school (sample)",
     "早晚高峰在学校门口维持秩序，提醒骑车戴头盔。", "They keep order at the school gate in the rush hours, and remind riders of their helmets.",
     (("学校门口护学", "At the school gate", "小学东门", "East gate of the primary school", 1, 7, 1),
      ("头盔领取日", "Helmets for riders", "社区服务站", "Community office", 8, 15, 2))),
)  # fmt: skip


@transaction.atomic
def fill(now: datetime.datetime) -> None:
    """Write the news and teams of the demo, once; streets that are not loaded are left out."""
    if News.objects.exists() or VolunteerTeam.objects.exists():
        return
    codes = {street for street, *_rest in NEWS} | {unit for unit, *_rest in TEAMS}
    units = Grid.objects.in_bulk(codes, field_name="code")
    News.objects.bulk_create(
        News(
            street=units[street], title_zh=title_zh, title_en=title_en, text_zh=text_zh, text_en=text_en,
            published_at=now - ago * A_DAY, until=now + shown * A_DAY,
        )
        for street, ago, shown, title_zh, title_en, text_zh, text_en in NEWS
        if street in units
    )  # fmt: skip
    for code, name_zh, name_en, what_zh, what_en, activities in TEAMS:
        if code not in units:
            continue
        team = VolunteerTeam.objects.create(
            unit=units[code],
            name_zh=name_zh,
            name_en=name_en,
            what_zh=what_zh,
            what_en=what_en,
            phone=phone_for(name_en),
        )
        Activity.objects.bulk_create(_activity(team, now, *each) for each in activities)


def _activity(team, now, title_zh, title_en, place_zh, place_en, days, hour, hours) -> Activity:
    starts = timezone.localtime(now + days * A_DAY).replace(hour=hour, minute=0, second=0, microsecond=0)
    return Activity(
        team=team, title_zh=title_zh, title_en=title_en, place_zh=place_zh, place_en=place_en,
        starts_at=starts, ends_at=starts + datetime.timedelta(hours=hours),
    )  # fmt: skip
