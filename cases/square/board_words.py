"""What stands on the notice board of a grid, filled in from who answers there today."""

from base64 import b64encode
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import due_words
from cases.papers import board as papers
from cases.papers.texts import in_city
from grids import answering, catalogue, drawing, portraits
from grids.models import Grid, Outline

PROMISED = ("C02", "B01", "A01", "B02", "B03")
PRINTED_IN = "zh-hans"  # boards hang in Zhengzhou, whatever the reader's browser speaks
LONGEST_LINE = 22  # characters
HEAD = (420, 102)  # the part of the net behind the headline


def of(grid: Grid, base: str, now: datetime) -> papers.Board:
    """Return the board of a third-level grid; `base` is what the address in its QR code begins with."""
    found = answering.at(grid, now)
    district, street = found.path[0], found.path[1]
    sample = f"　{_('sample data')}" if grid.is_sample else ""
    day = in_city(now)
    return papers.Board(
        above=f"郑州市{district.label} · {street.label}",
        grid=grid.label,
        leader=found.leader.courtesy if found.leader else _("No leader posted here at the moment"),
        photo=_photo(found.leader.portrait, now) if found.leader else "",
        phone=found.leader.phone if found.leader else "",
        hours=_("Answered on working days 9:00–12:00 and 13:00–17:00"),
        cadres=tuple(_cadre(person) for person in _with_duties(found.cadres)),
        promises=_promises(),
        ladder=tuple(papers.Rung(rung.title, rung.phone) for rung in found.ladder if rung.phone),
        address=f"{base}{reverse('report')}?grid={grid.code}",
        net=_head(street),
        badge=_badge(grid),
        foot=f"网格编码 {grid.code}　{day.year} 年 {day.month} 月印制{sample}",
    )


def _with_duties(cadres):
    """Return those first who are posted nearest and answer for most: there is room for seven."""
    return sorted(
        (person for person in cadres if person.duties),
        key=lambda person: (-person.post.grid.level, -len(person.duties)),
    )


def _cadre(person) -> papers.Cadre:
    return papers.Cadre(person.department.short, person.courtesy, _in_one_line(person.duties))


def _in_one_line(duties: list[str]) -> str:
    """Return as many kinds of matters as fit on a line of the board, and a word for the rest."""
    whole, line = "、".join(duties), ""
    if len(whole) <= LONGEST_LINE:
        return whole
    for duty in duties:
        if len(line) + len(duty) > LONGEST_LINE - 2:
            break
        line += f"、{duty}" if line else duty
    return f"{line}等"


def _promises() -> tuple[papers.Promise, ...]:
    known = {category.code: category for category in catalogue.leaves()}
    chosen = [known[code] for code in PROMISED if code in known]
    return tuple(
        papers.Promise(*due_words.limit(category.limit).split(maxsplit=1), category.short) for category in chosen
    )


def _head(street: Grid) -> str:
    """Return the net of the city around a street, which is lit, for a dark ground."""
    net, outline = drawing.net(), Outline.objects.filter(grid=street).first()
    if net is None or outline is None:
        return ""
    x, y = net.at(outline.label_lng, outline.label_lat)
    width, height = HEAD
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x - 0.84 * width} {y - 0.46 * height} {width} {height}">'
        '<g fill="none" stroke="#ffffff" stroke-width="0.5">'
        f'<path d="{net.streets}" stroke-opacity="0.22"/><path d="{net.districts}" stroke-opacity="0.5"/></g>'
        f'<path d="{drawing.on_net(net, outline)}" fill="#e8a25a"/></svg>'
    )


def _badge(grid: Grid) -> str:
    cells = "".join(
        f'<path d="{cell.path}" fill="{"#e8a25a" if cell.is_lit else "#a2b9c9"}"/>' for cell in drawing.badge(grid)
    )
    if not cells:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 100 100">'
        f'<g stroke="#ffffff" stroke-width="2.4" stroke-linejoin="round">{cells}</g></svg>'
    )


def _photo(portrait: str, now: datetime) -> str:
    """Return the leader's photo, cut to the shape of a passport photo; empty without one."""
    jpeg = portraits.read(portrait, now)
    if not jpeg:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 128"><image width="100" height="128" '
        f'preserveAspectRatio="xMidYMin slice" href="data:image/jpeg;base64,{b64encode(jpeg).decode()}"/></svg>'
    )
