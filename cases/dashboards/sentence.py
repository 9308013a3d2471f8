"""The sentences of a board: what an official can say aloud. Every figure in them is a link."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from cases import workflow
from cases.dashboards import addresses
from cases.dashboards.wording import link, percent, thousands


def of(board) -> SafeString:
    """Return one sentence that an official can say aloud; its figures are links."""
    word = board.period.word(board.now)
    if not board.current.whole:
        return format_html(
            _("{period}: nothing fell due. {open} open now, {late} of them overdue."),
            period=word,
            open=link(board.behind("open"), thousands(board.open_count)),
            late=link(board.behind("late"), thousands(board.late_count)),
        )
    return format_html(
        _("{period} {rate} handled on time {parts}{change};<br>{worst}."),
        period=word,
        rate=link(board.behind("due"), percent(board.current.percent)),
        parts=format_html(
            '<span class="den">' + _("({part}/{whole})") + "</span>",
            part=thousands(board.current.part),
            whole=thousands(board.current.whole),
        ),
        change=_change(board),
        worst=_worst(board),
    )


def _change(board) -> str:
    if not board.before.whole:
        return ""
    change = round(board.current.percent, 1) - round(board.before.percent, 1)
    words = {"before": board.period.word_before, "points": f"{abs(change):.1f}"}
    if abs(change) < 0.05:
        return _(", the same as %(before)s") % words
    if change > 0:
        return _(", %(points)s points higher than %(before)s") % words
    return _(", %(points)s points lower than %(before)s") % words


def _worst(board) -> str:
    late = board.current.missed
    if not late:
        return _("none of them late")
    by_child = {
        child: periods[board.period].missed
        for child, periods in board.figures.by_child.items()
        if board.period in periods
    }
    child = max(board.children, key=lambda unit: by_child.get(unit.pk, 0), default=None)
    count = by_child.get(child.pk, 0) if child else 0
    category, code, share = _worst_category(board, child.pk if count else None)
    where = child if count else board.grid
    words = {
        "unit": link(addresses.board(where, board.period), where.short_label),
        "late": link(board.behind("due_late", where.code), thousands(count or late)),
        "count": link(board.behind("due_late", where.code, category=code), thousands(share)),
        "category": category,
    }
    if not count:
        one = _("{late} late, {count} of them {category}") if category else _("{late} late")
        return format_html(one, **words)
    if not category:
        return format_html(_("{unit} has most late cases, {late}"), **words)
    return format_html(_("{unit} has most late cases, {count} of its {late} are {category}"), **words)


def _worst_category(board, child) -> tuple[str, str, int]:
    def late(category):
        return category.late_by_child.get(child, 0) if child else category.late

    worst = max(board.figures.categories, key=late, default=None)
    return (worst.label, worst.code, late(worst)) if worst and late(worst) else ("", "", 0)


def stuck(board) -> SafeString | str:
    """Return where most late cases lie, in a sentence with links; empty where nothing is late."""
    step, waiting = max(board.figures.waiting.items(), key=lambda pair: pair[1].late)
    if not waiting.late:
        return ""
    by_child = board.figures.waiting_by_child
    worst = sorted(board.children, key=lambda unit: -by_child[unit.pk].late if unit.pk in by_child else 0)[:3]
    parts = [
        link(board.behind("late", unit.code), f"{unit.short_label} {by_child[unit.pk].late}")
        for unit in worst
        if unit.pk in by_child and by_child[unit.pk].late
    ]
    if board.in_meeting:
        words = ngettext("%(count)d before a joint meeting", "%(count)d before a joint meeting", board.in_meeting)
        parts.append(link(board.behind("in_meeting"), words % {"count": board.in_meeting}))
    sentence = format_html(
        _("<b>Stuck at {step}.</b> {late} cases overdue"),
        step=_(workflow.STEP_LABELS[step]),
        late=link(board.behind("late"), thousands(board.late_count)),
    )
    comma = _(", ")
    return format_html("{}{}", sentence, SafeString("".join(format_html("{}{}", comma, part) for part in parts)))
