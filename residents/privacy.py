"""Masking rules for people's data (DOMAIN §4.3). Pure."""

import re

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
# in free text people write +86 before a number and put spaces or dashes into it
WRITTEN_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}(?!\d)")
WRITTEN_ID = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dXx](?![\dA-Za-z])")


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


def mask_text(text: str) -> str:
    """Return a text with the mobile and ID numbers in it masked, however they are spaced."""
    return WRITTEN_MOBILE.sub(_masked_mobile, WRITTEN_ID.sub(_masked_id, text))


def _masked_mobile(match: re.Match) -> str:
    return mask_phone(re.sub(r"\D", "", match.group())[-11:])


def _masked_id(match: re.Match) -> str:
    """Return 4101**********1234: the city and what people read out to tell two apart."""
    number = re.sub(r"[ -]", "", match.group())
    return f"{number[:4]}{'*' * 10}{number[-4:]}"
