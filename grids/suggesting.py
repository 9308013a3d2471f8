"""From what somebody writes to the kinds it may mean, by a table of words; nothing is ever chosen by itself. Pure."""

from collections.abc import Iterable

MOST = 3


def kinds(text: str, words: Iterable[tuple[str, int | None]]) -> list[int]:
    """Return up to three categories that words of the text speak for, the one with the most signs said first."""
    weights: dict[int, int] = {}
    for word, category in words:
        if category is not None and word.lower() in text.lower():
            weights[category] = weights.get(category, 0) + len(word)
    return sorted(weights, key=lambda category: (-weights[category], category))[:MOST]


def is_danger(text: str, words: Iterable[tuple[str, int | None]]) -> bool:
    """Tell whether a text has a word that means danger."""
    return any(category is None and word.lower() in text.lower() for word, category in words)
