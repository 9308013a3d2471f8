"""Standard replies: a text with names in braces, filled once with plain words. Nothing in it is ever executed. Pure."""

import re

from django.utils.translation import gettext_noop as _

VARIABLES = {
    "number": _("number of the case"),
    "title": _("title of the case"),
    "category": _("category"),
    "place": _("address, else the grid"),
    "unit": _("unit that answers for it"),
    "due": _("due time of handling"),
    "today": _("today's date"),
}
NAME = re.compile(r"\{(\w+)\}")
NOTHING = "…"  # where a case has no such word yet: to be filled in by hand


def fill(text: str, facts: dict[str, str]) -> str:
    """Return a text with its variables replaced; what a value contains is not looked at again, unknown names stay."""
    return NAME.sub(lambda found: (facts[found[1]] or NOTHING) if found[1] in facts else found[0], text)


def unknown(text: str) -> list[str]:
    """Return the names in braces that stand for nothing."""
    return [name for name in NAME.findall(text) if name not in VARIABLES]
