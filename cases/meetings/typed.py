"""What somebody types into minutes: how long it may be, and that no private number or hidden name stays in it."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext

from cases import lifecycle
from cases.models import AgendaItem, JointMeeting

LONGEST = {"title": 120, "opening": 2000, "sent_to": 200}
LONGEST_SECTION = 4000


def check(words: dict[str, str], sections: list[str]) -> None:
    """Refuse a title or opening that is empty and any text that is too long, each at its field."""
    most = [(name, text, LONGEST[name]) for name, text in words.items()]
    most += [(f"section_{number}", text, LONGEST_SECTION) for number, text in enumerate(sections, 1)]
    errors = {
        name: gettext("At most %(count)s characters, please.") % {"count": count}
        for name, text, count in most
        if len(text.strip()) > count
    }
    for name in ("title", "opening"):
        if not words[name].strip():
            errors[name] = gettext("This cannot be empty.")
    if errors:
        raise lifecycle.Incomplete(errors)


class Kept:
    """Keeps texts of one meeting's minutes as papers have them. One query."""

    def __init__(self, meeting: JointMeeting):
        rows = AgendaItem.objects.filter(Q(meeting=meeting) | Q(merged_into__meeting=meeting))
        self._items = list(rows.select_related("case__reporter").order_by("pk"))

    def words(self, text: str, column=None) -> str:
        """Return a text that may name any case of the meeting."""
        return self._kept(self._items, text, column)

    def section(self, section: dict, text: str) -> dict:
        """Return a section with a new text, about its item and those heard with it, or about the whole meeting."""
        own = [each for each in self._items if section["item"] and section["item"] in (each.pk, each.merged_into_id)]
        return {**section, "text": self._kept(own or self._items, text)}

    def _kept(self, items: Iterable[AgendaItem], text: str, column=None) -> str:
        return lifecycle.in_papers_on([each.case for each in items], text, column)
