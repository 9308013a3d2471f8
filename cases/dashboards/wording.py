"""Numbers, shares and stretches of time in words."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def percent(value: float | None) -> str:
    """Return 92.4%, or — where there is nothing to divide by."""
    return "—" if value is None else f"{value:.1f}%"


def points(change: float) -> str:
    """Return +0.4 or −1.1 with a true minus sign."""
    return f"{change:+.1f}".replace("-", "−")


def thousands(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def change_words(change: float, before: str) -> str:
    """Return +0.4 个点 较前一周."""
    if abs(change) < 0.05:
        return _("same as %(before)s") % {"before": before}
    return _("%(points)s vs %(before)s") % {"points": points(change), "before": before}


def link(url: str, words) -> SafeString:
    return format_html('<a class="link" href="{}">{}</a>', url, words)


def span(time: timedelta) -> str:
    """Return a length of time in its largest sensible unit: 40 分钟, 13.5 小时, 2.4 天."""
    minutes = time.total_seconds() / 60
    if minutes < 90:
        return _("%(count)d min") % {"count": round(minutes)}
    if minutes < 36 * 60:
        return _("%(count).1f h") % {"count": minutes / 60}
    return _("%(count).1f days") % {"count": minutes / 1440}
