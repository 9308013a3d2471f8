"""Numbers of people are found wherever they stand; case numbers, doors, dates and amounts are left alone."""

import itertools
from datetime import date

from hypothesis import example, given, settings, strategies as st

from residents import detecting, privacy
from residents.detecting import Kind

WORDS = st.text(st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"]), max_size=12).filter(
    lambda text: not any(sign in detecting.as_plain(text) for sign in "0123456789+()-. @_%xX") and text.upper() != "ZZ"
)
FULL_WIDTH = str.maketrans("0123456789-X", "０１２３４５６７８９－Ｘ")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def in_groups(number: str, groups, gap: str) -> str:
    parts, at = [], 0
    for group in groups:
        parts.append(number[at : at + group])
        at += group
    return gap.join(part for part in [*parts, number[at:]] if part)


@st.composite
def mobiles(draw):
    number = "1" + draw(st.sampled_from("3456789")) + draw(st.text("0123456789", min_size=9, max_size=9))
    groups = draw(st.sampled_from([(11,), (3, 4, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4)]))
    front = draw(st.sampled_from(["", "+86", "+86 ", "0086-", "86"]))
    return front + in_groups(number, groups, draw(st.sampled_from([" ", "-", ".", " - ", "　", "–"])))


@st.composite
def ids(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2030, 1, 1)))
    head = (
        draw(st.sampled_from(["410102", "110101", "650104", "820000"]))
        + f"{born:%Y%m%d}"
        + draw(st.text("0123456789", min_size=3, max_size=3))
    )
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True)) % 11]
    return in_groups(head + check, draw(st.sampled_from([(18,), (6, 8, 4), (6, 4, 4, 4)])), draw(st.sampled_from(" -")))


@st.composite
def cards(draw):
    length = draw(st.integers(13, 19))
    head = draw(st.sampled_from(["62", "4", "51", "9", "34"]))
    head += draw(st.text("0123456789", min_size=length - 1 - len(head), max_size=length - 1 - len(head)))
    number = next(head + str(check) for check in range(10) if detecting.passes_luhn(head + str(check)))
    return in_groups(number, draw(st.sampled_from([(19,), (4, 4, 4, 4), (6, 13)])), draw(st.sampled_from(" -")))


landlines = st.from_regex(r"\A(?:0371|010|0755)[ -]?[2-8][0-9]{6,7}\Z")
plates = st.from_regex(r"\A[豫京粤][A-HJ-NP-Z]·?[0-9][A-HJ-NP-Z0-9]{4,5}\Z")
emails = st.from_regex(r"\A[a-z][a-z0-9._]{0,20}@[a-z0-9]{1,10}\.(?:com|cn|com\.cn)\Z")
widths = st.sampled_from([{}, FULL_WIDTH, ARABIC])


def covered(text: str, number: str, before: str) -> bool:
    """Tell whether some found span covers every digit of a number that begins after some words."""
    start, end = len(before), len(before) + len(number)
    return any(span.start <= start + 1 and span.end >= end for span in detecting.found_in(text))


@settings(max_examples=300)
@given(
    WORDS, st.one_of(mobiles(), ids(), cards(), landlines, plates, emails), WORDS, widths,
)  # fmt: skip
def test_a_number_is_found_whatever_stands_around_it(before, number, after, width):
    written = number.translate(width) if not number[0].isalpha() else number

    assert covered(before + written + after, written, before)


@given(WORDS, st.one_of(mobiles(), ids(), cards(), landlines), WORDS)
def test_what_is_masked_no_longer_holds_the_number_and_masking_twice_changes_nothing(before, number, after):
    masked = privacy.mask_text(before + number + after)

    assert detecting.digits(number)[-11:] not in detecting.digits(masked)
    assert detecting.found_in(masked) == []
    assert privacy.mask_text(masked) == masked


@given(
    st.integers(1, 999), st.integers(1, 60), st.integers(1, 3), st.integers(101, 3304), st.integers(0, 9_999_999_999)
)
@example(13, 8, 1, 1380, 13_800_000_00)
def test_doors_amounts_dates_and_case_numbers_are_nobodys_number(serial, house, entrance, flat, amount):
    for text in (
        f"ZZ20261123-{serial:06d}",
        f"zz20261123{serial:06d}",
        f"{house}号楼{entrance}单元{flat}室",
        f"{house}-{entrance}-{flat}",
        f"{amount}元",
        f"{amount:,}.50 元",
        f"2026-11-{1 + house % 28:02d} 18:{house % 60:02d}:00",
        f"2026年11月{house}日",
        f"410106002006{serial:03d}",
        "电话12345、110、96311",
    ):
        assert detecting.found_in(text) == [], text


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text):
    spans = detecting.found_in(text)

    assert len(detecting.as_plain(text)) == len(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    privacy.mask_text(text)


def test_each_kind_is_told():
    told = {
        "13812341234": Kind.MOBILE,
        "1 3 8 1 2 3 4 1 2 3 4": Kind.MOBILE,
        "(+86)138-1234-1234": Kind.MOBILE,
        "0371-67881234": Kind.LANDLINE,
        "(0371) 6788 1234": Kind.LANDLINE,
        "+86 371 67881234": Kind.LANDLINE,
        "11010519491231002X": Kind.ID,
        "410102 800101 123": Kind.ID,
        "6222 0212 3456 7890 128": Kind.CARD,
        "豫A12345": Kind.PLATE,
        "豫A·D12345": Kind.PLATE,
        "zhang.san@example.com.cn": Kind.EMAIL,
    }

    assert {text: [span.kind for span in detecting.found_in(f"请联系{text}。")] for text in told} == {
        text: [kind] for text, kind in told.items()
    }


def test_an_id_number_with_a_mistyped_digit_still_leads_to_its_owner():
    assert [span.kind for span in detecting.found_in("110105194912310021")] == [Kind.ID]


def test_a_long_row_of_digits_takes_no_time():
    assert detecting.found_in("0 " * 2500) == []
    assert detecting.found_in("4" * 5000) == []
    assert detecting.found_in("a" * 5000) == []


def test_numbers_of_offices_may_stay():
    text = "请打 0371-67881234 或 13812341234"

    assert privacy.mask_text(text, allowed=frozenset({"037167881234"})) == "请打 0371-67881234 或 138****1234"


def test_only_the_kinds_asked_for_are_masked():
    text = "13812341234，11010519491231002X"

    assert privacy.mask_text(text, kinds=detecting.NUMBERS_NOT_NEEDED) == "13812341234，1101**********002X"
