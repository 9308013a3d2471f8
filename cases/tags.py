"""The words a case can be tagged with: what a matter is like, never who somebody is (DOMAIN §1). Pure.

They are the grounds on which matters come before a joint meeting. The vocabulary is closed on purpose: with a box to
type in, sooner or later people would be sorted by it.
"""

from django.utils.translation import gettext_noop as _

PRAISE = "praise"  # set by the door that takes it in, never by hand
TAGS = {
    "legacy": _("Legacy problem"),
    "group": _("Concerns many households"),
    "repeated": _("Comes up again and again"),
    "joint": _("Joint enforcement"),
    "unclear": _("Ownership unclear"),
    "season": _("Seasonal"),
    PRAISE: _("Praise"),
}


BY_HAND = {name: label for name, label in TAGS.items() if name != PRAISE}


def ordered(names) -> list[str]:
    """Return known tags once each, in the order of the table. Raises ValueError for an unknown one."""
    if unknown := set(names) - TAGS.keys():
        raise ValueError(f"no such tag: {sorted(unknown)[0]}")
    return [name for name in TAGS if name in names]
