"""How long each stage of a case may take, by urgency: the table a city official could check.

The time for handling itself is not here: it belongs to the category of the case.
"""

from cases.deadlines import Limit

STAGES = ("accept", "assign", "sign_for", "respond", "verify", "call_back")
URGENCIES = ("critical", "urgent", "ordinary", "difficult")  # 特急 紧急 一般 疑难

# m, E: round the clock; H: office hours; D: working days (cases/deadlines.py).
_TABLE = {
    #             特急    紧急   一般   疑难
    "accept":    ("15m", "30m", "2H", "2H"),  # 受理: Beijing accepts online reports within 2 hours
    "assign":    ("15m", "1E",  "4H", "1D"),  # 交办: Beijing 1 h / 2 h / 24 h; Zhengzhou 5 minutes, hence automatic
    "sign_for":  ("15m", "30m", "4H", "4H"),  # 签收: own proposal; a case may be sent back only within this time
    "respond":   ("30m", "2E",  "1D", "1D"),  # 响应: contact or arrival; Zhengzhou 2017: 30 minutes to 2 hours
    "verify":    ("4E",  "8H",  "2D", "2D"),  # 核查: own proposal
    "call_back": ("1D",  "2D",  "3D", "5D"),  # 回访: own proposal
}  # fmt: skip

LIMITS = {
    stage: dict(zip(URGENCIES, (Limit.parse(text) for text in row), strict=True)) for stage, row in _TABLE.items()
}

UNKNOWN_KIND = Limit.parse("5D")  # handling a matter that was closed on the spot without a category, opened again
SUPERVISION_REPLY = Limit.parse("2D")  # 督办单: default time to answer


def limit_for(stage: str, urgency: str) -> Limit:
    """Return the time limit of a stage. Raises KeyError for a stage or an urgency that is not in the table."""
    return LIMITS[stage][urgency]
