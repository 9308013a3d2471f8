"""Texts people typed, made fit for paper; and numbers and dates as official papers write them."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from cases.deadlines import CITY_TZ

DIGITS = "零一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"))
# What no XML file may hold, what turns the reading direction of its surroundings, and what shows as nothing.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff]"
)
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LONG_RUN = re.compile(r"[!-~]{25,}")
BREAK_HERE = "\u200b"


def printable(text: str) -> str:
    """Return a text without control characters and marks of direction; line breaks become \\n, tabs a space."""
    return UNPRINTABLE.sub("", BREAKS.sub("\n", text)).replace("\t", " ")


def clean(text: str) -> str:
    """Return a text printable, without space around it."""
    return printable(text).strip()


def cleaned(thing: Any, how: Callable[[str], str] = clean) -> Any:
    """Return a dataclass, tuple or text with every text in it cleaned."""
    if isinstance(thing, str):
        return how(thing)
    if isinstance(thing, tuple):
        return tuple(cleaned(one, how) for one in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{field.name: cleaned(getattr(thing, field.name), how) for field in fields(thing)})
    return thing


def breakable(text: str) -> str:
    """Return a text whose long runs of Latin letters and signs may break over lines."""
    return LONG_RUN.sub(lambda run: BREAK_HERE.join(re.findall(".{1,12}", run[0])), text)


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [part.strip() for part in text.splitlines() if part.strip()]


def counted(number: int) -> str:
    """Return 一, 十二, 一百零三 for 1, 12, 103; from 10,000 on the digits."""
    if not 0 < number < 10_000:
        return str(number)
    words, rest, gap = "", number, False
    for size, name in PLACES:
        digit, rest = divmod(rest, size)
        if digit:
            words += (DIGITS[0] if gap else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = bool(words)
    words += (DIGITS[0] if gap and rest else "") + (DIGITS[rest] if rest else "")
    return words.removeprefix("一") if 10 <= number < 20 else words


def in_city(moment: datetime) -> datetime:
    """Return an aware moment as the city's clocks show it."""
    return moment.astimezone(CITY_TZ)


def day(when: date | datetime) -> str:
    """Return 2026年11月23日; of a moment, its day in the city."""
    when = in_city(when) if isinstance(when, datetime) else when
    return f"{when.year}年{when.month}月{when.day}日"


def short_day(when: date) -> str:
    """Return 11月23日."""
    return f"{when.month}月{when.day}日"


def hour(moment: datetime) -> str:
    """Return 2026年11月23日15时, or with minutes 15时30分."""
    here = in_city(moment)
    return f"{day(here)}{here.hour}时" + (f"{here.minute:02}分" if here.minute else "")
