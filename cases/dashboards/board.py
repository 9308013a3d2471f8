"""What a board shows, in the order it is read: sentence, tiles, river, ranking, categories, trend."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from cases import workflow
from cases.dashboards import addresses, measures, river, sparks
from cases.dashboards.figures import NOTHING, Figures, Ratio
from cases.workflow import Step
from grids.models import GovernanceFunction

FEWEST_TO_RANK = 5  # shown below this, not ranked
CATEGORIES_SHOWN = 9


def percent(value: float | None) -> str:
    """Return 92.4%, or — where there is nothing to divide by."""
    return "—" if value is None else f"{value:.1f}%"


def points(change: float) -> str:
    """Return +0.4 or −1.1 with a true minus sign."""
    return f"{change:+.1f}".replace("-", "−")


def thousands(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


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
class Stop:
    """One step of the river with its words and links."""

    label: str
    count: str
    words: str
    url: str
    half: str
    nine_tenths: str
    passed_url: str
    late: int
    x: int
    lead_to: int  # where the line from the words down to the water ends
    in_lake: bool


@dataclass(frozen=True)
class Row:
    """One unit in the ranking."""

    place: int | None
    label: str
    is_sample: bool
    url: str
    ratio: Ratio
    rate: str
    parts: str
    due_url: str
    bar: int
    late: int
    late_url: str
    move: str
    spark: sparks.Spark | None
    open_count: int
    open_url: str
    is_last: bool


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

    # ── the sentence ──
    def sentence(self) -> SafeString:
        """Return one sentence that an official can say aloud; its figures are links."""
        word = self.period.word(self.now)
        if not self.current.whole:
            return format_html(
                _("{period}: nothing fell due. {open} open now, {late} of them overdue."),
                period=word,
                open=_link(self.behind("open"), thousands(self.open_count)),
                late=_link(self.behind("late"), thousands(self.late_count)),
            )
        return format_html(
            _("{period} {rate} handled on time {parts}{change};<br>{worst}."),
            period=word,
            rate=_link(self.behind("due"), percent(self.current.percent)),
            parts=format_html(
                '<span class="den">' + _("({part}/{whole})") + "</span>",
                part=thousands(self.current.part), whole=thousands(self.current.whole),
            ),
            change=self._change(),
            worst=self._worst(),
        )

    def _change(self) -> str:
        if not self.before.whole:
            return ""
        change = round(self.current.percent, 1) - round(self.before.percent, 1)
        words = {"before": self.period.word_before, "points": f"{abs(change):.1f}"}
        if abs(change) < 0.05:
            return _(", the same as %(before)s") % words
        if change > 0:
            return _(", %(points)s points higher than %(before)s") % words
        return _(", %(points)s points lower than %(before)s") % words

    def _worst(self) -> str:
        late = self.current.missed
        if not late:
            return _("none of them late")
        by_child = {
            child: periods[self.period].missed for child, periods in self.figures.by_child.items() if self.period in periods
        }
        child = max(self.children, key=lambda unit: by_child.get(unit.pk, 0), default=None)
        count = by_child.get(child.pk, 0) if child else 0
        category, code, share = self._worst_category(child.pk if count else None)
        where = child if count else self.grid
        words = {
            "unit": _link(addresses.board(where, self.period), where.short_label),
            "late": _link(self.behind("due_late", where.code), thousands(count or late)),
            "count": _link(self.behind("due_late", where.code, category=code), thousands(share)),
            "category": category,
        }
        if not category:
            return format_html(_("{unit} has most late cases, {late}"), **words)
        return format_html(_("{unit} has most late cases, {count} of its {late} are {category}"), **words)

    def _worst_category(self, child) -> tuple[str, str, int]:
        def late(category):
            return category.late_by_child.get(child, 0) if child else category.late

        worst = max(self.figures.categories, key=late, default=None)
        return (worst.label, worst.code, late(worst)) if worst and late(worst) else ("", "", 0)

    # ── tiles ──
    def tiles(self) -> list[Tile]:
        """Return the six rates."""
        return [self._tile(rate) for rate in measures.RATES]

    def _tile(self, rate) -> Tile:
        series = self.figures.rates[rate.name]
        ratio, before = series.get(self.period, NOTHING), series.get(self.period.previous, NOTHING)
        change = ""
        if ratio.whole and before.whole:
            change = _change_words(round(ratio.percent, 1) - round(before.percent, 1), self.period.word_before)
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

    # ── river ──
    def course(self) -> tuple[river.River, list[Stop]]:
        """Return the drawing and its seven stops."""
        steps = list(Step)
        drawing = river.draw([self._stop_numbers(step) for step in steps])
        stops = [self._stop(step, number, drawing) for number, step in enumerate(steps)]
        return drawing, stops

    def _stop_numbers(self, step) -> river.Stop:
        waiting, passed = self.figures.waiting[step], self.figures.passed.get(step)
        flow = passed.count if passed else 0
        if step == Step.COLLECT:
            flow = self.figures.rates["self_found"].get(self.period, NOTHING).whole
        if step == Step.EVALUATE:
            return river.Stop(self.figures.rates["satisfied"].get(self.period, NOTHING).whole, 0)
        return river.Stop(flow, waiting.count, waiting.late, waiting.soon)

    def _stop(self, step, number, drawing) -> Stop:
        waiting, passed = self.figures.waiting[step], self.figures.passed.get(step)
        half = most = url = ""
        if step == Step.COLLECT:
            count = self.figures.rates["self_found"].get(self.period, NOTHING).whole
            half, url = _("%(count)s reported") % {"count": thousands(count)}, self.behind("reported")
        elif step == Step.EVALUATE:
            count = self.figures.rates["satisfied"].get(self.period, NOTHING).whole
            half, url = _("%(count)s rated") % {"count": thousands(count)}, self.behind("rated")
        elif passed:
            half = _("median %(time)s") % {"time": span(passed.half)}
            most = _("nine in ten within %(time)s") % {"time": span(passed.nine_tenths)}
            url = self.behind(f"passed_{measures.PASSING[step].value}")
        return Stop(
            label=_(workflow.STEP_LABELS[step]), count=thousands(waiting.count), words=_waiting_words(step),
            url=self.behind(f"wait_{step.value}"), half=half, nine_tenths=most, passed_url=url, late=waiting.late,
            x=drawing.places[number], lead_to=max(drawing.tops[number] - 8, 78), in_lake=number == drawing.deepest,
        )

    def stuck(self) -> SafeString | str:
        """Return where most late cases lie, in a sentence with links; empty where nothing is late."""
        step, waiting = max(self.figures.waiting.items(), key=lambda pair: pair[1].late)
        if not waiting.late:
            return ""
        by_child = self.figures.waiting_by_child
        worst = sorted(self.children, key=lambda unit: -by_child[unit.pk].late if unit.pk in by_child else 0)[:3]
        parts = [
            _link(self.behind("late", unit.code), f"{unit.short_label} {by_child[unit.pk].late}")
            for unit in worst if unit.pk in by_child and by_child[unit.pk].late
        ]
        if self.in_meeting:
            words = ngettext("%(count)d before a joint meeting", "%(count)d before a joint meeting", self.in_meeting)
            parts.append(_link(self.behind("in_meeting"), words % {"count": self.in_meeting}))
        sentence = format_html(
            _("<b>Stuck at “{step}”.</b> {late} cases overdue"),
            step=_(workflow.STEP_LABELS[step]), late=_link(self.behind("late"), thousands(self.late_count)),
        )
        comma = _(", ")
        return format_html("{}{}", sentence, SafeString("".join(format_html("{}{}", comma, part) for part in parts)))

    # ── ranking ──
    def ranking(self, ranked: bool = True) -> list[Row]:
        """Return the units below, the best first and those with few cases after them; in code order if not ranked."""
        places, places_before = self._places(self.period), self._places(self.period.previous)
        units = self.children
        if ranked:
            units = sorted(units, key=lambda unit: (places.get(unit.pk, 10_000), unit.code))
        rows = [self._row(unit, places if ranked else {}, places_before, len(places)) for unit in units]
        return rows

    def _places(self, period) -> dict[int, int]:
        ratios = {unit.pk: self.figures.by_child.get(unit.pk, {}).get(period, NOTHING) for unit in self.children}
        ranked = sorted(
            (key for key, ratio in ratios.items() if ratio.whole >= FEWEST_TO_RANK),
            key=lambda key: (-ratios[key].percent, ratios[key].missed),
        )
        return {key: place for place, key in enumerate(ranked, 1)}

    def _row(self, unit, places, places_before, ranked) -> Row:
        series = self.figures.by_child.get(unit.pk, {})
        ratio = series.get(self.period, NOTHING)
        waiting = self.figures.waiting_by_child.get(unit.pk)
        place, before = places.get(unit.pk), places_before.get(unit.pk)
        return Row(
            place=place, label=unit.short_label, is_sample=unit.is_sample, url=addresses.board(unit, self.period),
            ratio=ratio, rate=percent(ratio.percent), parts=f"{thousands(ratio.part)} / {thousands(ratio.whole)}",
            due_url=self.behind("due", unit.code), bar=sparks.bar(ratio.percent), late=ratio.missed,
            late_url=self.behind("due_late", unit.code), move=_move(place, before),
            spark=sparks.spark([series.get(period, NOTHING).percent for period in self.period.series()], 80, 22),
            open_count=waiting.count if waiting else 0, open_url=self.behind("open", unit.code),
            is_last=bool(place and place == ranked and ranked > 2 and ratio.missed),
        )

    # ── categories, functions, trend ──
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
                    sum(c.due for c in rest), sum(c.late for c in rest),
                    self.behind("due", without=others), self.behind("due_late", without=others),
                )
            )
        return shown

    def functions(self) -> list[Slice]:
        """Return the five functions, always all five."""
        slices = []
        for name, label in GovernanceFunction.choices:
            own = [c for c in self.figures.categories if c.function == name]
            slices.append(
                Slice(str(label), sum(c.due for c in own), sum(c.late for c in own),
                      self.behind("due", function=name), self.behind("due_late", function=name))
            )
        return slices

    def trend(self) -> list[tuple]:
        """Return period, ratio and link for each period of the trend."""
        series = self.figures.rates["on_time"]
        return [
            (period, series.get(period, NOTHING), addresses.behind(self.grid.code, "due", period))
            for period in self.period.series()
        ]


def _change_words(change: float, before: str) -> str:
    """Return +0.4 个点 较前一周."""
    if abs(change) < 0.05:
        return _("same as %(before)s") % {"before": before}
    return _("%(points)s vs %(before)s") % {"points": points(change), "before": before}


def _against_goal(rate, ratio: Ratio) -> tuple[str, str]:
    """Return the lamp and its words: 达标, 差目标 2.6 个点, or nothing without a rate."""
    if ratio.percent is None:
        return "", _("no cases, no rate")
    value, goal = round(ratio.percent, 1), rate.goal
    if rate.at_most:
        if value <= goal:
            return "green", _("within %(goal)d%%") % {"goal": goal}
        return "amber", _("%(points).1f points above the goal") % {"points": value - goal}
    if value >= goal:
        return "green", _("goal of %(goal)d%% met") % {"goal": goal}
    return "amber", _("%(points).1f points below the goal") % {"points": goal - value}


def _waiting_words(step) -> str:
    return {
        Step.COLLECT: _("waiting for details"),
        Step.REPORT_UP: _("to accept or assign"),
        Step.ASSIGN: _("to sign for"),
        Step.HANDLE: _("being handled"),
        Step.FEED_BACK: _("to verify"),
        Step.CLOSE: _("to call back"),
        Step.EVALUATE: _("to be rated"),
    }[step]


def _move(place: int | None, before: int | None) -> str:
    if place is None or before is None or place == before:
        return "—"
    if place < before:
        return _("up %(count)d") % {"count": before - place}
    return _("down %(count)d") % {"count": place - before}


def _link(url: str, words) -> SafeString:
    return format_html('<a class="link" href="{}">{}</a>', url, words)


def span(time: timedelta) -> str:
    """Return a length of time in its largest sensible unit: 40 分钟, 13.5 小时, 2.4 天."""
    minutes = time.total_seconds() / 60
    if minutes < 90:
        return _("%(count)d min") % {"count": round(minutes)}
    if minutes < 36 * 60:
        return _("%(count).1f h") % {"count": minutes / 60}
    return _("%(count).1f days") % {"count": minutes / 1440}
