"""The queues with their counts as markup: a strip for the phone, a list beside the cases. In Python, as the lines are.

Both stand on every page of the desk, sixteen queues each.
"""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from cases.desk.queues import Tab
from cases.templatetags.casework import draw_lamp
from zhengzhou_grid.templatetags.look import icon


def strip(tabs: list[Tab]) -> SafeString:
    """Draw the queues side by side."""
    drawn = (f"{_opening(tab)}{_lamp(tab)}{escape(tab.label)}{_count(tab)}</a>\n" for tab in tabs)
    return mark_safe("".join(drawn))  # noqa: S308 -- labels are escaped, the rest is ours


def rail(tabs: list[Tab]) -> SafeString:
    """Draw the queues below each other, with their icons and a yellow lamp where something is due soon."""
    drawn = (
        f"<li>{_opening(tab)}{_lamp(tab) or icon(tab.icon)}<span>{escape(tab.label)}</span>"
        f"{draw_lamp('amber', 'shape') if tab.is_soon and not tab.lamp else ''}{_count(tab)}</a></li>\n"
        for tab in tabs
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- labels are escaped, the rest is ours


def _opening(tab: Tab) -> str:
    shown = ' aria-current="true"' if tab.is_shown else ""
    zero = "" if tab.total else ' class="zero"'
    return f'<a href="?queue={tab.name}"{shown}{zero}>'


def _lamp(tab: Tab) -> str:
    return draw_lamp(tab.lamp, "shape") if tab.lamp else ""


def _count(tab: Tab) -> str:
    return f'<b data-count="{tab.name}">{tab.total}</b>'
