"""Draft minutes anew after the meeting went on, around what people typed into the first draft. Pure.

A text is compared with what was drafted at that place: where nobody touched it, it is drafted anew; where somebody did,
theirs stays, and what the meeting has since decided otherwise stands below it for the office to fit in.
"""

WHOLE = ("title", "opening", "sent_to")
REVIEW = "review"  # the first section, which is about no item


def kept_draft(words: dict) -> dict:
    """Return what of a draft is kept to compare with: {"title": …, "sections": {key: text}}."""
    sections = {key(section): section["text"] for section in words["sections"]}
    return {**{name: words[name] for name in WHOLE}, "sections": sections}


def around(found: dict, before: dict, words: dict) -> tuple[dict, dict[int, str]]:
    """Return the new words around what was typed, and what was typed about items that are in them no more.

    `found` are the words as they stand, `before` is the kept draft they began from, `words` the new draft.
    """
    joined = {name: _of_two(found[name], before.get(name), words[name]) for name in WHOLE}
    texts = {key(section): section["text"] for section in found["sections"]}
    begun = before.get("sections", {})
    sections = []
    for section in words["sections"]:
        place = key(section)
        if place not in texts:
            sections.append(section)
            continue
        text = _of_two(texts.pop(place), begun.get(place), section["text"], both=True)
        sections.append({**section, "text": text})
    left = {int(place): text for place, text in texts.items() if place != REVIEW and text != begun.get(place)}
    return {**joined, "sections": sections}, {pk: text for pk, text in left.items() if text.strip()}


def key(section: dict) -> str:
    """Return by what a section is known again: its item."""
    return str(section["item"]) if section["item"] else REVIEW


def _of_two(typed: str, begun: str | None, new: str, *, both: bool = False) -> str:
    if typed in (begun, new):
        return new
    if begun == new or not both:
        return typed
    return f"{typed}\n{new}".strip() if new not in typed else typed
