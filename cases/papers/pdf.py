"""Write a sheet as PDF, with typefaces inside, bookmarks and tags; the only module that knows the typesetter."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import segno
import typst

from cases.papers import fonts, texts
from cases.papers.sheet import Sheet, length

TEMPLATE = Path(__file__).with_name("sheet.typ")
LONG_ROW = 420  # characters in a row that may break over pages; shorter ones stay whole


class CannotSet(Exception):
    """The typesetter refused a sheet: a mistake in the template, not in what somebody typed."""


def write(sheet: Sheet, faces: fonts.Fonts | None = None) -> bytes:
    """Return a sheet as PDF; the same sheet on the same machine gives the same bytes.

    Raises fonts.NoChineseFont; CannotSet when the template fails."""
    faces = fonts.find() if faces is None else faces
    sheet = texts.cleaned(sheet, texts.printable)
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=list(faces.folders),
            format="pdf",
            sys_inputs={"sheet": json.dumps(_data(sheet, faces), ensure_ascii=False)},
            timestamp=int(sheet.at.timestamp()),
        )
    except typst.TypstError as error:
        raise CannotSet(str(error)) from error


def compiled(template: Path, name: str, items: list[dict], at: datetime, faces: fonts.Fonts | None = None) -> bytes:
    """Return a PDF made of many alike by a template of its own, which reads them from an input of this name.

    Raises fonts.NoChineseFont; CannotSet when the template fails."""
    faces = fonts.find() if faces is None else faces
    at = texts.in_city(at)
    made = {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute, "second": 0}
    data = {"items": items, "fonts": faces.families, "bold": faces.bold_title, "made": made}
    try:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=list(faces.folders),
            format="pdf",
            sys_inputs={name: json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise CannotSet(str(error)) from error


def _data(sheet: Sheet, faces: fonts.Fonts) -> dict:
    """Return the sheet as the template reads it."""
    at = texts.in_city(sheet.at)
    made = {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute, "second": 0}
    return {
        **_soft(asdict(sheet)),
        "blocks": [_block(block) for block in sheet.blocks],
        "plain_title": sheet.title.replace("\n", ""),
        "made": made,
        "at": None,
        "fonts": faces.families,
        "bold_title": faces.bold_title,
    }


def _block(block) -> dict:
    kind = type(block).__name__.lower()
    data = {"kind": kind, **_soft(asdict(block))}
    if kind == "form":
        for row, content in zip(data["rows"], block.rows, strict=True):
            row["long"] = length(content.cells) > LONG_ROW
    if kind == "table":
        shown = [[str(one) for one in row] for row in data["rows"]]
        data["rows"] = [{"cells": row, "long": sum(map(len, row)) > LONG_ROW} for row in shown]
    if kind == "aside":
        address = block.address
        data["qr"] = segno.make(address, error="m").svg_inline(border=0) if address else ""
    return data


def _soft(thing):
    """Return data with every long run of Latin signs made breakable."""
    if isinstance(thing, str):
        return texts.breakable(thing)
    if isinstance(thing, dict):
        return {key: _soft(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_soft(one) for one in thing]
    return thing
