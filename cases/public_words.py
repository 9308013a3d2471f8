"""What everybody may read of a text: people's numbers masked, the telephones of the offices left as they are."""

import re
from collections.abc import Iterable

from grids.models import Post, User
from residents import detecting, privacy
from residents.detecting import Kind

NOT_ANNOUNCED = frozenset(Kind) - {Kind.EMAIL}  # of a number in the words of an office
AREA_CODES = (3, 4)  # signs of an area code: 010, 0371
NUMBER = r"[0-9０-９]+[A-Za-z]?|[一二三四五六七八九十百]+"
OF_A_DOOR = re.compile(rf"(?:{NUMBER})(?=\s*(?:号楼|号院|号|楼栋|栋|幢|单元|室|户))")


def title(text: str) -> str:
    """Return a title with every number of people masked and the numbers of houses and doors left out: **号楼."""
    return OF_A_DOOR.sub("**", privacy.mask_text(text))


def masked(text: str) -> str:
    """Return a text as the public may read it. Two queries, and only where a landline stands in it."""
    return privacy.mask_text(text, allowed=of_offices(text))


def announced(texts: Iterable[str], phones: Iterable[str] = ()) -> list[str]:
    """Return what an office tells everybody, as it may be read: its own telephones and addresses of e-mail stay.

    phones: more telephones that are an office's, whatever kind of number. Two queries at most for all texts together.
    """
    texts = list(texts)
    allowed = of_offices("\n".join(texts)) | {detecting.digits(phone) for phone in phones}
    return [privacy.mask_text(text, allowed=allowed, kinds=NOT_ANNOUNCED) for text in texts]


def of_offices(text: str) -> frozenset[str]:
    """Return the digits of those landlines in a text that are telephones of our own offices."""
    spans = (span for span in detecting.found_in(text) if span.kind == Kind.LANDLINE)
    numbers = {detecting.digits(text[span.start : span.end]) for span in spans}
    written = {way: number for number in numbers for way in _ways(number)}
    if not written:
        return frozenset()
    posts = Post.objects.filter(phone__in=written).values_list("phone", flat=True)
    users = User.objects.filter(work_phone__in=written).values_list("work_phone", flat=True)
    return frozenset(written[way] for way in posts.union(users))


def _ways(number: str) -> list[str]:
    """Return how our tables may write a landline: in one piece, or with something after the area code."""
    return [number, *(f"{number[:at]}{sign}{number[at:]}" for at in AREA_CODES for sign in "- ")]
