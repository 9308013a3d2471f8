"""Texts from outside: without signs that nobody sees but that break pages, sheets and papers."""

import unicodedata

from django import forms

KEPT = "\t\n"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the rest of a line; no language needs them
NO_CHARACTERS = "\ufffe\uffff"
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


class WordsField(forms.CharField):
    """A text that can be read; one of nothing but unseen signs is empty."""

    def to_python(self, value):
        return readable(super().to_python(value))


def readable(text: str) -> str:
    """Return a text with plain line ends, without control and turning characters; empty when nothing can be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(sign for sign in text if sign in KEPT or not _breaks(sign)).strip()
    return clean if any(unicodedata.category(sign) not in UNSEEN for sign in clean) else ""


def _breaks(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or sign in TURNING or sign in NO_CHARACTERS
