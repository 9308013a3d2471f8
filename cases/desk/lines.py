"""The lines of a list as markup. In Python: a template would ask forty questions of each of fifty lines.

The words and lamps that many lines share are worked out once a page.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django.http import HttpRequest
from django.template.context_processors import csrf
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from cases import due_words
from cases.desk.listing import Group, Row
from cases.templatetags.casework import draw_lamp
from zhengzhou_grid.templatetags.look import icon

ANY_PHOTO = "00000000-0000-0000-0000-000000000000"


def by_group(groups: list[Group], request: HttpRequest, now) -> list[tuple[Group, SafeString]]:
    """Return each group of a page with the markup of its lines."""
    pen = Pen(request, now)
    return [(group, pen.lines(group.rows)) for group in groups]


class Pen:
    """Draws lines, and keeps what they share: words, lamps without words, the address of photos.

    Markup is put together as text here, which costs a fifth of `format_html`: whatever comes from a table or a
    catalogue passes `escape` in the method that writes it down, or is drawn by a function that returns safe markup.
    """

    def __init__(self, request: HttpRequest, now):
        self.now = now
        self.token = csrf(request)["csrf_token"]  # made only where a line has a form
        self.tick, self.look = escape(gettext("Tick")), escape(gettext("Look"))
        self.meeting = _tag(gettext("Joint meeting"), "tag brand")
        self.photo, self.no_photo = escape(gettext("Photo")), escape(gettext("No photo"))
        self.photo_url = reverse("photo-thumb", args=[ANY_PHOTO])
        self.word = cache(lambda step: escape(step.label))
        self.shape = cache(lambda color: draw_lamp(color, "shape") if color else "")
        self.categories: dict[str, str] = {}

    def lines(self, rows: Iterable[Row]) -> SafeString:
        return mark_safe("".join([self.line(row) for row in rows]))  # noqa: S308 -- see above

    def line(self, row: Row) -> str:
        case, url, number = row.case, escape(row.url), escape(row.case.number)
        due = draw_lamp(row.lamp, "", row.due) if row.lamp else ""
        state = escape(row.state)
        return f"""
<li class="row{" waiting" if row.is_waiting else ""}" data-row data-number="{number}" data-version="{case.version}" data-url="{url}" data-preview-url="{url}preview/">
  <label class="pick"><input type="checkbox" name="number" value="{number}" form="bulk" data-pick><span class="sr">{self.tick} {number}</span></label>
  <span class="row-lamp">{self.shape(row.lamp)}</span>
  <a class="what" href="{url}">
    <span class="title">{escape(case.title)}</span>
    <span class="meta">{self._order(row)}<span class="no">{number}</span><span>{escape(row.place)}</span>{self._category(row.category)}{self._tags(case)}<span class="tag state">{state}</span></span>
  </a>
  {_cells(row)}
  <span class="due"><b>{due}</b>{_small(row.due_at or ("" if row.lamp else row.state))}</span>
  {self._photo(row.photo)}
  <span class="row-acts">
    <a class="btn look" href="{url}">{self.look}</a>
    {self._instead(row, url)}
    {self._step(row, url)}
  </span>
</li>
"""  # noqa: E501

    def _order(self, row: Row) -> str:
        """Draw the co-handling order of the reader's own posts."""
        if not row.order:
            return ""
        words = gettext("Co-handle · until %(when)s") % {"when": due_words.moment(row.order.due_at, self.now)}
        return f'<span class="tag brand">{self.shape(row.order_lamp)} {escape(words)}</span>'

    def _category(self, category) -> str:
        if category is None:
            return ""
        if category.code not in self.categories:
            drawn = f'<span class="cat">{icon(category.icon, "small")}{escape(category.short)}</span>'
            self.categories[category.code] = drawn
        return self.categories[category.code]

    def _tags(self, case) -> str:
        many = case.households
        said = [ngettext("%(n)s household", "%(n)s households", many) % {"n": many}] if many > 1 else []
        return "".join(map(_tag, (*said, *case.tag_labels))) + (self.meeting if case.in_meeting else "")

    def _photo(self, photo) -> str:
        if photo is None:
            return f'<span class="thumb none">{self.no_photo}</span>'
        url = escape(self.photo_url.replace(ANY_PHOTO, str(photo)))
        return f'<img class="thumb" src="{url}" alt="{self.photo}" width="56" height="42" loading="lazy">'

    def _instead(self, row: Row, url: str) -> str:
        return "".join(
            [f'<a class="btn" data-instead href="{url}{one.name}/">{self.word(one)}</a>' for one in row.instead]
        )

    def _step(self, row: Row, url: str) -> str:
        step = row.step
        if not step.is_at_once:
            return f'<a class="btn soft" href="{url}{f"{step.name}/" if step.name else ""}">{self.word(step)}</a>'
        return (
            f'<form method="post" action="{url}{step.name}/">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(str(self.token))}">'
            f'<input type="hidden" name="version" value="{row.case.version}">'
            f'<button class="btn soft">{self.word(step)}</button></form>'
        )


def _tag(words: str, kind: str = "tag") -> str:
    return f'<span class="{kind}">{escape(words)}</span>'


def _cells(row: Row) -> str:
    told = ((escape(str(heading)), escape(words)) for heading, words in row.cells)
    return "".join(
        [
            f'<span class="cell" title="{words}"><span class="sr">{heading} </span>{words}</span>'
            for heading, words in told
        ]
    )


def _small(words: str) -> str:
    return f"<small>{escape(words)}</small>" if words else ""
