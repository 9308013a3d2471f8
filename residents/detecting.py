"""Find people's numbers in free text: telephones, ID and bank cards, number plates, e-mail addresses. Pure.

Signs are compared by what they mean: full-width and other digits count as digits, every kind of blank and dash as one.
An ID number with one mistyped digit still leads to its owner. So province and birthday are asked of it, not the check
sign of GB 11643; only bank cards, which look like any row of digits, must pass their check (ISO/IEC 7812-1).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a number in a text is. The order is the one in which they are looked for: the most telling first."""

    EMAIL = "email"
    ID = "id"
    CARD = "card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PLATE = "plate"


@dataclass(frozen=True)
class Span:
    """A place in a text, from start up to end, and what stands there."""

    start: int
    end: int
    kind: Kind


NUMBERS_NOT_NEEDED = frozenset({Kind.ID, Kind.CARD})  # no report needs them: PIPL art. 6, as little as possible
LONG_ID = 18
CASE_NUMBER = re.compile(r"ZZ[0-9]{8}-?[0-9]{6}", re.IGNORECASE)
PROVINCES = frozenset(  # of GB/T 2260
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
BIRTHDAY = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
ALONE, ENDS = r"(?<![0-9])", r"(?![0-9])"
OUR_GRID = rf"4101[0-9]{{11}}{ENDS}"  # as long as some bank cards; one in ten passes their check
TELLING = re.compile(r"[0-9@]")  # without such a sign there is no number of any kind
GAP, GAPS = r"[ -]{0,2}", r"[ .-]{0,3}"
ABROAD = r"(?:\(?(?:\+|0{1,2})?86\)?[ -]{0,2})?"


def _id(length: int) -> str:
    """Return the pattern of an ID number with blanks and dashes wherever somebody put them."""
    return rf"{ALONE}[1-8](?:{GAP}[0-9]){{{length - 2}}}{GAP}[0-9X]{ENDS}"


def _card(length: int) -> str:
    """Return the pattern of a bank card's number in one piece, in groups of four, or after the six of its bank."""
    fours, rest = divmod(length, 4)
    last = f"{GAP}[0-9]{{{rest}}}" if rest else ""
    groups = f"[0-9]{{4}}(?:{GAP}[0-9]{{4}}){{{fours - 1}}}{last}|[0-9]{{6}}{GAP}[0-9]{{{length - 6}}}"
    return rf"{ALONE}(?!{OUR_GRID})(?=[3-69]|2[2-7])(?:{groups}){ENDS}"


def _mobile(*groups: int) -> str:
    """Return the pattern of a mobile number in groups of so many digits."""
    others = "".join(f"{GAPS}[0-9]{{{group}}}" for group in groups[1:])
    return rf"{ALONE}{ABROAD}0?1[3-9][0-9]{{{groups[0] - 2}}}{others}{ENDS}"


PATTERNS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.EMAIL, r"[A-Z0-9._%+-]{1,64}@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63}){1,5}"),
        (Kind.ID, _id(18)),  # GB 11643-1999
        (Kind.ID, _id(15)),  # from before
        *((Kind.CARD, _card(length)) for length in range(19, 12, -1)),
        (Kind.MOBILE, rf"{ALONE}{ABROAD}0?1 {{0,2}}[3-9](?: {{0,2}}[0-9]){{9}}{ENDS}"),
        *((Kind.MOBILE, _mobile(*groups)) for groups in ((3, 4, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4))),
        (
            Kind.LANDLINE,
            rf"{ALONE}(?:(?:\+|00)86[ -]{{0,2}}\(?0?|\(?0)(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{GAP}"
            rf"[1-9][0-9]{{2,3}}[ -]?[0-9]{{4}}{ENDS}",
        ),
        (
            Kind.PLATE,
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z] ?[·.•]? ?"
            r"(?=[A-Z]*[0-9])[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳][A-HJ-NP-Z0-9]?",
        ),
    )
]


def found_in(text: str) -> list[Span]:
    """Return the numbers in a text from left to right; numbers that share signs are one, of the more telling kind."""
    plain = as_plain(text)
    if not TELLING.search(plain):
        return []
    theirs = [match.span() for match in CASE_NUMBER.finditer(plain)]
    spans: list[Span] = []
    for kind, pattern in PATTERNS:
        for start, end in _matches(pattern, plain):
            if _is(kind, plain[start:end]) and not any(start < stop and begin < end for begin, stop in theirs):
                spans = _joined(spans, Span(start, end, kind))
    return sorted(spans, key=lambda span: span.start)


def holds(text: str, kinds=frozenset(Kind)) -> bool:
    """Tell whether a text holds a number of some kinds."""
    return any(span.kind in kinds for span in found_in(text))


def digits(written: str) -> str:
    """Return the digits of a number however it was written, with a final X."""
    return "".join(sign for sign in as_plain(written).upper() if sign in "0123456789X")


def as_plain(text: str) -> str:
    """Return a text of the same length with ASCII digits, letters, blanks and dashes in place of their likes."""
    return text if text.isascii() else "".join(map(_plain, text))


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    value = unicodedata.digit(sign, None)
    if value is not None:
        return str(value)
    category = unicodedata.category(sign)
    if category in ("Zs", "Cf"):
        return " "
    if category == "Pd" or sign == "−":
        return "-"
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 and folded.isascii() else sign


def _matches(pattern: re.Pattern, plain: str):
    """Yield where a pattern fits, also inside what it fitted before: a number may begin in the middle of a row."""
    at = 0
    while match := pattern.search(plain, at):
        yield match.span()
        at = match.start() + 1


def _joined(spans: list[Span], new: Span) -> list[Span]:
    """Return the spans with a new one; what it shares signs with grows to hold both."""
    sharing = [span for span in spans if span.start < new.end and new.start < span.end]
    if not sharing:
        return [*spans, new]
    both = [*sharing, new]
    grown = Span(min(span.start for span in both), max(span.end for span in both), sharing[0].kind)
    return [*(span for span in spans if span not in sharing), grown]


def _is(kind: Kind, written: str) -> bool:
    """Tell whether what looks like an ID or card number may be one."""
    if kind == Kind.ID:
        return _may_be_id(digits(written))
    return kind != Kind.CARD or passes_luhn(digits(written))


def _may_be_id(number: str) -> bool:
    """Tell whether a number begins with a province and has a birthday where ID numbers have it."""
    born = number[6:14] if len(number) == LONG_ID else f"19{number[6:12]}"
    return number[:2] in PROVINCES and BIRTHDAY.fullmatch(born) is not None


def passes_luhn(number: str) -> bool:
    """Tell whether the last digit of a bank card's number fits the others (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
