"""How often what happens, when, and in which words. Shares are plausible, not measured (DOMAIN §6.4)."""

from itertools import accumulate

# Of a hundred matters: utilities 13, city management 4, public order 2.4, the rest spread (mayor's line, week of 2012).
SHARES = {
    "A": 4, "B": 13, "C": 15, "D": 9, "E": 14, "F": 8, "G": 11, "H": 11.6, "I": 9, "J": 3,
    "G04": 2.4,
}  # fmt: skip
HEATING, HEATING_MONTHS, HEATING_TIMES = "B04", (11, 12, 1, 2, 3), 4
MONTHS = (1.1, 0.8, 1.0, 0.95, 1.0, 1.1, 1.15, 1.1, 1.0, 0.9, 1.1, 1.15)  # the Spring Festival is quiet
WEEKDAYS = (1.2, 1.1, 1.05, 1.05, 1.1, 0.8, 0.7)
HOURS = (1, 1, 1, 1, 1, 2, 4, 9, 14, 16, 15, 12, 9, 10, 13, 13, 12, 10, 9, 8, 7, 5, 3, 2)
SOURCES = {
    "patrol": 38, "resident_web": 20, "hotline_12345": 17, "phone": 8, "visit": 6, "zhenghaopai": 5, "walk_in": 3,
    "department": 1.5, "petition": 0.8, "leader": 0.5, "media": 0.2,
}  # fmt: skip
# The ways a finished case went, and where an open one stands, in hundredths.
ENDINGS = {
    "plain": 76, "on_the_spot": 8, "rework": 5, "returned": 3, "reopened": 2, "on_hold": 1, "not_accepted": 3,
    "merged": 1.7, "voided": 0.3,
}  # fmt: skip
STANDINGS = {
    "in_progress": 46, "assigned": 12, "feedback": 9, "verified": 9, "reported": 8, "suspended": 5, "rework": 4,
    "accepted": 3, "need_info": 2, "return_requested": 1, "reopened": 1,
}  # fmt: skip
RATED = 0.45
REPEATED = 0.12  # the same place and category as one of the latest cases
SPOTS = (
    "1号楼下",
    "3号楼旁",
    "小区东门",
    "小区西门",
    "幼儿园门口",
    "菜市场北侧",
    "公交站旁",
    "活动广场",
    "地下车库",
    "主干道路口",
)
SINCE = ("今天早上发现", "已经两天了", "已经好几天了", "上周反映过", "昨晚开始", "反复出现")
WISHES = ("希望尽快处理。", "请派人来看看。", "影响居民生活，请协调解决。", "有老人和孩子经过，担心出事。")
SATISFACTION = {
    "very_satisfied": 34,
    "satisfied": 38,
    "fairly_satisfied": 17,
    "dissatisfied": 8,
    "very_dissatisfied": 3,
}
SOLVED = {"very_dissatisfied": "no", "dissatisfied": "partly"}


class Choice:
    """Draws one of several things by their shares."""

    def __init__(self, shares: dict):
        self.things, self.cumulated = list(shares), list(accumulate(shares.values()))

    def draw(self, random):
        return random.choices(self.things, cum_weights=self.cumulated)[0]


def category_shares(codes: list[str], month: int) -> dict[str, float]:
    """Return the share of each category in a month: a class's share spread evenly over its leaves."""
    leaves: dict[str, int] = {}
    for code in codes:
        if code not in SHARES:
            leaves[code[0]] = leaves.get(code[0], 0) + 1
    shares = {code: SHARES.get(code) or SHARES.get(code[0], 1) / leaves[code[0]] for code in codes}
    if HEATING in shares and month in HEATING_MONTHS:
        shares[HEATING] *= HEATING_TIMES
    return shares
