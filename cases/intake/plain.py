"""Text as people mean it: without the signs that cannot be seen but can break a page, a list or a sentence. Pure."""

import unicodedata

KEPT = "\n\t"
# Overrides and isolates turn the text around them round; right-to-left writing itself needs none of them.
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def text(typed: str) -> str:
    """Return a text without control and turning signs, with plain line ends; emoji and every script stay."""
    joined = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in joined if sign in KEPT or not _is_hidden(sign))


def _is_hidden(sign: str) -> bool:
    return sign in TURNING or unicodedata.category(sign) in ("Cc", "Cs")
