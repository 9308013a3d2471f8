"""Texts for cells of a table file: no spreadsheet takes what somebody typed for a formula. Pure."""

import unicodedata

FORMULA_SIGNS = frozenset("=+-@＝＋－＠")  # Excel in Chinese takes the full-width signs for the same
RISKY_STARTS = frozenset("\t\r\n\0")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # control and format characters and every kind of space
NO_CHARACTERS = "\ufffe\uffff"  # not allowed in XML, so in no XLSX


def safe(text: str) -> str:
    """Return a text without control characters, marked with ' where a spreadsheet might run it."""
    clean = "".join(map(_cleaned, text)).strip()
    seen = next((sign for sign in clean if unicodedata.category(sign) not in UNSEEN), "")
    return f"'{clean}" if seen in FORMULA_SIGNS or text[:1] in RISKY_STARTS else clean


def _cleaned(sign: str) -> str:
    """Return a sign as it may stand in a cell: line ends and tabs become spaces, other control characters nothing."""
    if sign in "\t\r\n\u2028\u2029":
        return " "
    return "" if unicodedata.category(sign) == "Cc" or sign in NO_CHARACTERS else sign
