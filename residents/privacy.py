"""Masking rules for people's data (DOMAIN §4.3). Pure."""

import re
import unicodedata
from collections.abc import Callable

from residents import detecting
from residents.detecting import Kind

COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "夏侯",
        "令狐",
        "长孙",
        "宇文",
        "端木",
        "南宫",
        "独孤",
        "轩辕",
    ]
)
MOBILE = re.compile(r"1[3-9]\d{9}")
COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)")  # people write their number with it here and without it there
# 3单元1502室, 1502号房, 12-3-1502, 3号楼1502: what tells one home of a building from the others
FLAT = re.compile(
    r"(?:\d+|[一二三四五六七八九十甲乙丙丁东中西]+) ?(?P<part>单元|门洞|层|楼层)"
    r"|[A-Za-z]?\d+ ?(?P<flat>室|户|号房|房)"
    r"|(?<=[-－—])\d{3,4}(?!\d)"
    r"|(?:(?<=单元)|(?<=号楼)|(?<=[栋幢座])) ?\d{3,4}(?![\d号])"
)
HOME_NUMBER = re.compile(r"[0-9]{3,}")  # shorter ones are said of too many other things
SHORTEST_PHONE = 7
STARS = "***"


def mask_name(name: str) -> str:
    """Return 张* for two characters, 张** for more, 欧阳* for compound surnames; empty stays empty."""
    if not name:
        return ""
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
    return surname + "*" * min(max(len(name) - len(surname), 1), 2)


def mask_phone(phone: str) -> str:
    """Return 138****1234 for mobiles, 0371-****1234 for landlines, stars for anything shorter; empty stays empty."""
    digits = re.sub(r"\D", "", phone)
    if MOBILE.fullmatch(digits):
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) >= 10:
        return f"{digits[:4]}-****{digits[-4:]}"
    return "*" * len(digits)


def plain_phone(typed: str) -> str:
    """Return a number in one piece: without blanks, dashes, dots, brackets, and the country before a mobile number."""
    plain = detecting.as_plain(unicodedata.normalize("NFKC", typed))
    return COUNTRY.sub("", re.sub(r"[\s.()-]", "", plain))


def mask_text(text: str, *, allowed: frozenset[str] = frozenset(), kinds=frozenset(Kind)) -> str:
    """Return a text with the numbers in it masked, however they are written.

    allowed: digits of telephones that may stay, those of offices. kinds: leave all other kinds.
    """
    return _masked(text, lambda kind, number: kind in kinds and number not in allowed, MASKS)


def without_person(text: str, *, name: str, phone: str) -> str:
    """Return a text with stars in place of somebody's own name and number, wherever and however they are written."""
    number = COUNTRY.sub("", detecting.digits(phone))
    if len(number) >= SHORTEST_PHONE:
        text = _masked(text, lambda _kind, found: found.endswith(number), HIDDEN).replace(phone, STARS)
    return text.replace(name, STARS) if len(name) > 1 else text


def mask_home(address: str) -> str:
    """Return an address down to the building: entrance, floor and flat masked, telephone numbers too."""
    return FLAT.sub(lambda match: f"**{match['part'] or match['flat'] or ''}", mask_text(address))


def without_home(text: str, *, address: str) -> str:
    """Return a text with stars in place of the flat that an address names, wherever its number stands: 1502."""
    numbers = {number for match in FLAT.finditer(address) for number in HOME_NUMBER.findall(match.group())}
    for number in sorted(numbers):
        text = re.sub(rf"(?<![0-9]){number}(?![0-9])", STARS, text)
    return text


def _masked(text: str, is_masked: Callable[[Kind, str], bool], masks: dict) -> str:
    """Return a text with those numbers in it masked that fit, by their kind and digits."""
    kept, at = [], 0
    for span in detecting.found_in(text):
        written = text[span.start : span.end]
        if is_masked(span.kind, detecting.digits(written)):
            kept += [text[at : span.start], masks[span.kind](written)]
            at = span.end
    return "".join([*kept, text[at:]])


def _mobile(written: str) -> str:
    return mask_phone(detecting.digits(written)[-11:])


def _landline(written: str) -> str:
    number = detecting.digits(written)
    return mask_phone(number if number.startswith("0") and not number.startswith("00") else "*" * 11)


def _id(written: str) -> str:
    """Return 4101**********1234: the city and what people read out to tell two apart."""
    number = detecting.digits(written)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def _card(written: str) -> str:
    number = detecting.digits(written)
    return f"{'*' * (len(number) - 4)}{number[-4:]}"


def _plate(written: str) -> str:
    return f"{written[:2]}****{written[-1]}"


def _email(written: str) -> str:
    local, _at, host = detecting.as_plain(written).partition("@")
    return f"{local[:1]}***@{re.sub('[0-9]{5,}', STARS, host)}"  # a number written right behind is part of the match


MASKS = {
    Kind.MOBILE: _mobile,
    Kind.LANDLINE: _landline,
    Kind.ID: _id,
    Kind.CARD: _card,
    Kind.PLATE: _plate,
    Kind.EMAIL: _email,
}
HIDDEN = dict.fromkeys(Kind, lambda _written: STARS)
