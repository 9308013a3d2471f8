"""Built into every template: lamps, due times in words, and what the staff shell shows."""

from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cases import due_words, office, shell
from grids import drawing
from zhengzhou_grid.lib.folding import constant
from zhengzhou_grid.templatetags import look

register = template.Library()

LAMP_WORDS = {"green": _("On time"), "amber": _("Due soon"), "red": _("Late"), "paused": _("On hold")}
LAMP_SHAPES = {
    "green": '<circle cx="6" cy="6" r="5.4"/>',
    "amber": '<path d="M6 .2 11.8 6 6 11.8.2 6z"/>',
    "red": '<path d="M6 .6 12 11.4H0z"/>',
    "paused": '<path d="M2 1h3v10H2zM7 1h3v10H7z"/>',
}


def _now(context):
    return context.get("now") or timezone.now()


@register.simple_tag(takes_context=True)
def lamp(context, case, style="", words=""):
    """Draw a case's lamp: shape, word and colour. style: "", "chip" or "shape" (the word for screen readers only)."""
    color = case.lamp(_now(context))
    if not color:
        return ""
    return draw_lamp(color, style, words or LAMP_WORDS[color])


@register.simple_tag
@constant
def draw_lamp(color, style="", words=""):
    """Draw a lamp of a colour: green, amber, red or paused. Without a template: a page of the desk has a hundred."""
    chip = " chip" if style == "chip" else ""
    hidden = ' class="sr"' if style == "shape" else ""
    return mark_safe(  # noqa: S308 -- the words are escaped, the rest is ours
        f'<span class="lamp {color}{chip}"><svg viewBox="0 0 12 12" aria-hidden="true">{LAMP_SHAPES[color]}</svg>'
        f"<span{hidden}>{escape(str(words or LAMP_WORDS[color]))}</span></span>"
    )


@register.simple_tag(takes_context=True)
def due(context, case):
    """Return the due time in words: 还有 1 小时 32 分, 超期 2 个工作日; for finished cases their state."""
    return office.due_words(case, due_words.At(_now(context)))


@register.filter
def moment(at):
    """Return a moment as people say it: 今天 17:00, 11月20日 16:00; nothing for nothing."""
    return due_words.moment(at, timezone.now()) if at else ""


@register.filter
def in_words(limit):
    """Return a stored limit in words: 4H → 4 工作时."""
    return due_words.limit(limit) if limit else ""


ACTION_ICONS = {
    "accept": "circle-check", "ask_for_details": "message-question", "decline": "circle-x", "merge": "git-merge",
    "assign": "route", "reassign": "route", "sign_for": "writing-sign", "respond": "map-pin-check",
    "note_progress": "pencil", "set_tags": "sticker", "reply": "message", "request_return": "arrow-back-up",
    "approve_return": "arrow-back-up", "refuse_return": "arrow-back-up", "request_extension": "calendar-plus",
    "approve_extension": "calendar-plus", "refuse_extension": "calendar-plus", "suspend": "clock-pause",
    "resume": "player-play", "feed_back": "message-check", "verify": "zoom-check", "order_rework": "rotate",
    "close": "phone-call", "reopen": "rotate-clockwise", "void": "trash", "urge": "speakerphone",
    "propose_to_meeting": "users-group", "close_on_the_spot": "camera", "supply_details": "message-check",
    "request_decline": "circle-x", "refuse_decline": "circle-check", "unmerge": "arrows-split-2",
    "request_suspension": "clock-pause", "refuse_suspension": "clock-pause", "note_call": "phone",
    "split": "hierarchy-3", "sign_order": "writing-sign", "report_order": "message-check", "waive_order": "circle-x",
    "request_void": "trash", "refuse_void": "circle-check", "issue_notice": "flag-3", "whistle": "speakerphone",
}  # fmt: skip


@register.simple_tag
@constant
def action_icon(name):
    """Draw the icon of an action."""
    return look.icon(ACTION_ICONS.get(name, "chevron-right"))


@register.simple_tag
def city_net():
    """Return the net of the city's grids as SVG paths (grids.drawing.Net), None without outlines."""
    return drawing.net()


@register.filter
def unlocalised(number):
    """Return a number for an SVG attribute, with a point whatever the language."""
    return f"{number:g}"


@register.simple_tag(takes_context=True)
def staff_shell(context):
    """Return what the frame of a staff page shows: places, posts, unread notices. One query, two without `scope`."""
    return shell.of(context["request"].user, context.get("scope"), _now(context))
