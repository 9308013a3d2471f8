"""What is done about late cases in the demo: notices answered and one struck off, and a street that whistles."""

from datetime import timedelta

from cases.demo import moments
from cases.demo.story import Deed, World

STREET = "410106002"
CALLED = (
    ("cadre", STREET, "municipal_works", 25, "管网组两人到场，雨水管接口脱落，当日修复。"),
    ("cadre", STREET, "urban_management", 41, "城管中队到场，已划出施工围挡范围。"),
    ("cadre", "410106002006", "housing", 70, "房管到场，屋面测漏完成。"),
)  # minutes until each reports in


def tell(world: World) -> list[Deed]:
    """Return the deeds: two answers, a striking off, a whistle and three reports in."""
    day = moments.office_day(world.now - timedelta(days=2), world.calendar, hour=10)
    come_by = day + timedelta(hours=1)
    reason = "外墙渗漏牵涉雨水管和占道围挡，请到现场会商。"
    deeds = [
        Deed(day, "cadre-leads", "whistle", {
            "account": "street", "place": "盛世花园 7 号楼", "note": reason, "until": come_by, "seats": CALLED,
        }),
        Deed(day + timedelta(hours=3), "notices", "answer_notice", {
            "account": "cadre", "text": "材料已到场，连日降雨停工；已与住户约定，三日内完工并反馈。",
        }),
        Deed(day + timedelta(hours=4), "notices", "strike_off_notice", {
            "account": "supervisor", "note": "情况属实，同意销号，继续跟踪。",
        }),
        Deed(day + timedelta(hours=5), "notices", "answer_notice", {
            "account": "cadre", "text": "物业更换期间无人对接，已明确新的联系人，今日入户。",
        }),
    ]  # fmt: skip
    for role, grid, department, minutes, note in CALLED:
        words = {"seat": (role, grid, department), "note": note}
        deeds.append(Deed(day + timedelta(minutes=minutes), "cadre-leads", "report_in", words))
    return deeds
