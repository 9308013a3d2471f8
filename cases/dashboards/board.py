"""What a board shows beside its sentence, river and ranking: rates, categories, functions, trend. No queries."""

from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from cases import measures
from cases.dashboards import addresses, sparks
from cases.dashboards.figures import NOTHING, Figures, Ratio
from cases.dashboards.wording import change_words, thousands
from cases.workflow import Step
from grids.models import GovernanceFunction

CATEGORIES_SHOWN = 9


@dataclass(frozen=True)
class Tile:
    """One rate with its denominator, change, history and goal."""

    label: str
    url: str
    value: str
    parts: str
    change: str
    spark: sparks.Spark | None
    lamp: str
    verdict: str


@dataclass(frozen=True)
class Slice:
    """A category or a function: how many fell due, how many of them late."""

    label: str
    due: int
    late: int
    url: str
    late_url: str


class Board:
    """The words and drawings made of a unit's figures for a period. No queries of its own."""

    def __init__(self, grid, period, figures: Figures, children, now):
        self.grid, self.period, self.figures, self.children, self.now = grid, period, figures, children, now
        self.current = figures.rates["on_time"].get(period, NOTHING)
        self.before = figures.rates["on_time"].get(period.previous, NOTHING)
        self.open_count = sum(stop.count for step, stop in figures.waiting.items() if step != Step.EVALUATE)
        self.late_count = sum(stop.late for stop in figures.waiting.values())
        self.soon_count = sum(stop.soon for stop in figures.waiting.values())
        self.in_meeting = sum(stop.in_meeting for stop in figures.waiting.values())

        self.late_url, self.soon_url = self.behind("late"), self.behind("soon")
        self.late_words = _("Overdue %(count)s") % {"count": thousands(self.late_count)}
        self.soon_words = _("Due soon %(count)s") % {"count": thousands(self.soon_count)}

    def behind(self, name: str, code: str = "", **more) -> str:
        return addresses.behind(code or self.grid.code, name, self.period, **more)

    def tiles(self) -> list[Tile]:
        """Return the six rates."""
        return [self._tile(rate) for rate in measures.RATES]

    def shares(self) -> list[Tile]:
        """Return how many assignments needed an exception: extended, returned, on hold, voided."""
        return [self._tile(rate) for rate in measures.SHARES]

    def _tile(self, rate) -> Tile:
        series = self.figures.rates[rate.name]
        ratio, before = series.get(self.period, NOTHING), series.get(self.period.previous, NOTHING)
        change = ""
        if ratio.whole and before.whole:
            change = change_words(round(ratio.percent, 1) - round(before.percent, 1), self.period.word_before)
        lamp, verdict = _against_goal(rate, ratio)
        return Tile(
            label=str(rate.label),
            url=self.behind(rate.whole if ratio.percent is None or not rate.at_most else rate.part),
            value="—" if ratio.percent is None else f"{ratio.percent:.1f}",
            parts=f"{thousands(ratio.part)} / {thousands(ratio.whole)}",
            change=change,
            spark=sparks.spark([series.get(period, NOTHING).percent for period in self.period.series()]),
            lamp=lamp,
            verdict=verdict,
        )

    def categories(self) -> list[Slice]:
        """Return the nine categories with most cases, and the rest as one."""
        found = self.figures.categories
        shown = [
            Slice(c.label, c.due, c.late, self.behind("due", category=c.code), self.behind("due_late", category=c.code))
            for c in found[:CATEGORIES_SHOWN]
        ]
        rest = found[CATEGORIES_SHOWN:]
        if rest:
            others = ",".join(c.code for c in found[:CATEGORIES_SHOWN])
            shown.append(
                Slice(
                    ngettext("%(count)d other", "%(count)d others", len(rest)) % {"count": len(rest)},
                    sum(c.due for c in rest),
                    sum(c.late for c in rest),
                    self.behind("due", without=others),
                    self.behind("due_late", without=others),
                )
            )
        return shown

    def functions(self) -> list[Slice]:
        """Return the five functions, always all five."""
        slices = []
        for name, label in GovernanceFunction.choices:
            own = [c for c in self.figures.categories if c.function == name]
            slices.append(
                Slice(
                    str(label),
                    sum(c.due for c in own),
                    sum(c.late for c in own),
                    self.behind("due", function=name),
                    self.behind("due_late", function=name),
                )
            )
        return slices

    def trend(self) -> list[tuple]:
        """Return period, ratio and link for each period of the trend."""
        series = self.figures.rates["on_time"]
        return [
            (period, series.get(period, NOTHING), addresses.behind(self.grid.code, "due", period))
            for period in self.period.series()
        ]


def _against_goal(rate, ratio: Ratio) -> tuple[str, str]:
    """Return the lamp and its words: 达标, 差目标 2.6 个点, or nothing without a rate."""
    if ratio.percent is None:
        return "", _("no cases, no rate")
    if rate.goal is None:
        return "", ""
    value, goal = round(ratio.percent, 1), rate.goal
    if rate.at_most:
        if value <= goal:
            return "green", _("within %(goal)d%%") % {"goal": goal}
        return "amber", _("%(points).1f points above the goal") % {"points": value - goal}
    if value >= goal:
        return "green", _("goal of %(goal)d%% met") % {"goal": goal}
    return "amber", _("%(points).1f points below the goal") % {"points": goal - value}
