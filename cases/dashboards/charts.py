"""Data for the charts of a board, as one JSON object; the script draws, it does not count."""

from cases.dashboards.board import Board
from cases.measures import RATES


def of(board: Board, now) -> dict:
    """Return categories, functions and trend with their addresses."""
    on_time = RATES[0]
    return {
        "categories": [_slice(each) for each in board.categories()],
        "functions": [_slice(each) for each in board.functions()],
        "trend": [
            {
                "label": period.tick,
                "value": None if ratio.percent is None else round(ratio.percent, 1),
                "part": ratio.part,
                "whole": ratio.whole,
                "url": url,
            }
            for period, ratio, url in board.trend()
        ],
        "goal": on_time.goal,
    }


def _slice(each) -> dict:
    return {"label": each.label, "due": each.due, "late": each.late, "url": each.url, "late_url": each.late_url}
