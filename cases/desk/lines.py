"""The lines of a list as markup. In Python: a template would ask forty questions of each of fifty lines.

The words and lamps that many lines share are worked out once a page.
"""

from collections.abc import Iterable
from functools import cache

from django.http import HttpRequest
from django.template.context_processors import csrf
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from cases import due_words
from cases.desk.listing import Group, Row
from cases.templatetags.casework import draw_lamp
from zhengzhou_grid.templatetags.look import icon

NOTHING = SafeString("")
ANY_PHOTO = "00000000-0000-0000-0000-000000000000"
TAG = '<span class="tag">{}</span>'
BRAND = '<span class="tag brand">{}</span>'
CELL = '<span class="cell" title="{1}"><span class="sr">{0} </span>{1}</span>'
LINE = """
<li class="row{waiting}" data-row data-number="{number}" data-version="{version}" data-url="{url}" data-preview-url="{url}preview/">
  <label class="pick"><input type="checkbox" name="number" value="{number}" form="bulk" data-pick><span class="sr">{tick} {number}</span></label>
  <span class="row-lamp">{lamp}</span>
  <a class="what" href="{url}">
    <span class="title">{title}</span>
    <span class="meta">{order}<span class="no">{number}</span><span>{place}</span>{category}{tags}<span class="tag state">{state}</span></span>
  </a>
  {cells}
  <span class="due"><b>{due}</b>{due_at}</span>
  {photo}
  <span class="row-acts">
    <a class="btn look" href="{url}">{look}</a>
    {instead}
    {step}
  </span>
</li>
"""  # noqa: E501
PHOTO = '<img class="thumb" src="{}" alt="{}" width="56" height="42" loading="lazy">'
NO_PHOTO = '<span class="thumb none">{}</span>'
AT_ONCE = (
    '<form method="post" action="{url}{name}/"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    '<input type="hidden" name="version" value="{version}"><button class="btn soft">{label}</button></form>'
)
STEP = '<a class="btn soft" href="{}{}">{}</a>'
INSTEAD = '<a class="btn" data-instead href="{}{}/">{}</a>'


def by_group(groups: list[Group], request: HttpRequest, now) -> list[tuple[Group, SafeString]]:
    """Return each group of a page with the markup of its lines."""
    pen = Pen(request, now)
    return [(group, pen.lines(group.rows)) for group in groups]


class Pen:
    """Draws lines, and keeps what they share: words, lamps without words, the address of photos."""

    def __init__(self, request: HttpRequest, now):
        self.now = now
        self.token = csrf(request)["csrf_token"]  # made only where a line has a form
        self.tick, self.look, self.meeting = gettext("Tick"), gettext("Look"), gettext("Joint meeting")
        self.photo, self.no_photo = gettext("Photo"), format_html(NO_PHOTO, gettext("No photo"))
        self.photo_url = reverse("photo-thumb", args=[ANY_PHOTO])
        self.word = cache(lambda step: step.label)
        self.shape = cache(lambda color: draw_lamp(color, "shape") if color else NOTHING)

    def lines(self, rows: Iterable[Row]) -> SafeString:
        return format_html_join("", "{}", ((self.line(row),) for row in rows))

    def line(self, row: Row) -> SafeString:
        case, category = row.case, row.category
        return format_html(
            LINE,
            waiting=" waiting" if row.is_waiting else "",
            number=case.number,
            version=case.version,
            url=row.url,
            tick=self.tick,
            look=self.look,
            lamp=self.shape(row.lamp),
            title=case.title,
            order=self._order(row),
            place=row.place,
            category=_category(category.icon, category.short) if category else NOTHING,
            tags=self._tags(case),
            state=row.state,
            cells=format_html_join("", CELL, row.cells),
            due=draw_lamp(row.lamp, "", row.due) if row.lamp else NOTHING,
            due_at=_small(row.due_at or ("" if row.lamp else row.state)),
            photo=self._photo(row.photo),
            instead=format_html_join("", INSTEAD, ((row.url, one.name, self.word(one)) for one in row.instead)),
            step=self._step(row),
        )

    def _order(self, row: Row) -> SafeString:
        """Draw the co-handling order of the reader's own posts."""
        if not row.order:
            return NOTHING
        when = due_words.moment(row.order.due_at, self.now)
        words = gettext("Co-handle · until %(when)s") % {"when": when}
        return format_html(BRAND, format_html("{} {}", self.shape(row.order_lamp), words))

    def _tags(self, case) -> SafeString:
        many = case.households
        said = [ngettext("%(n)s household", "%(n)s households", many) % {"n": many}] if many > 1 else []
        tags = format_html_join("", TAG, ((words,) for words in (*said, *case.tag_labels)))
        return tags + format_html(BRAND, self.meeting) if case.in_meeting else tags

    def _photo(self, photo) -> SafeString:
        if photo is None:
            return self.no_photo
        return format_html(PHOTO, self.photo_url.replace(ANY_PHOTO, str(photo)), self.photo)

    def _step(self, row: Row) -> SafeString:
        step = row.step
        if not step.is_at_once:
            return format_html(STEP, row.url, f"{step.name}/" if step.name else "", self.word(step))
        label, version = self.word(step), row.case.version
        return format_html(AT_ONCE, url=row.url, name=step.name, token=self.token, version=version, label=label)


def _category(name: str, short: str) -> SafeString:
    return format_html('<span class="cat">{}{}</span>', icon(name, "small"), short)


def _small(words: str) -> SafeString:
    return format_html("<small>{}</small>", words) if words else NOTHING
