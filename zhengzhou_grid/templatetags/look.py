"""Small pieces of the look, built into every template: icons, and addresses made from the current one."""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import get_language

from zhengzhou_grid.lib.folding import constant

register = template.Library()


@register.simple_tag
@constant
@lru_cache(maxsize=1024)
def icon(name: str, size: str = "") -> str:
    """Draw an icon of the sprite, hidden from screen readers: a word always stands beside it.

    The sprite's address stays the same as long as the process runs, and a page has up to a hundred icons.
    """
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', size, static("icons.svg"), name
    )


# Each department has its own sign; those not named here get the shield.
DEPARTMENT_ICONS = {
    "urban_management": "trash",
    "housing": "home",
    "fire": "flame",
    "market": "building-store",
    "police": "shield-check",
    "mediation": "messages",
    "lighting": "bulb",
    "heating": "temperature",
    "drainage": "droplets",
    "gardens": "trees",
    "traffic_police": "car",
    "ecology": "leaf",
    "natural_resources": "certificate",
    "emergency": "helmet",
    "civil_affairs": "heart-handshake",
    "human_resources": "briefcase",
    "justice": "scale",
    "municipal_works": "road",
    "service_centre": "file-certificate",
}


@register.filter
def department_icon(code: str) -> str:
    """Return the icon of a department by its code."""
    return DEPARTMENT_ICONS.get(code, "shield")


@register.simple_tag(takes_context=True)
def same_page_with(context, **changes) -> str:
    """Return the current query string with some parameters changed; an empty value removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def same_page_without(context, *names) -> str:
    """Return the current query string without some parameters, and on its first page."""
    query = context["request"].GET.copy()
    for name in (*names, "after"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def drawn_once(name: str, **given) -> str:
    """Draw a template from what it is given alone; the same again is not drawn again.

    For long pieces that many pages share. Everything given is hashable and says all that the piece shows.
    """
    return _drawn(name, get_language(), tuple(given.items()))


@lru_cache(maxsize=128)
def _drawn(name: str, language: str, given: tuple) -> str:
    return get_template(name).render(dict(given))
