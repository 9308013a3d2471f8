"""What of a table of counts may be published: every table of small numbers is tried, and attacked as a reader could."""

import itertools

import pytest

from cases.masking import LEAST, WITHHELD, Count, Shown, masked


def possible(faces, total, row):
    """Return the values a hidden count may have for somebody who knows the faces and the total."""
    others = [face for place, face in enumerate(faces) if place != row]
    least = sum(face.value if face.is_exact else 0 for face in others)
    is_open = any(face == WITHHELD for face in others)
    most = sum(face.value if face.is_exact else (face.below or 0) - 1 for face in others if face != WITHHELD)
    own = range(faces[row].below) if faces[row].below else range(total + 1)
    return {value for value in own if least <= total - value and (is_open or total - value <= most)}


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
def test_no_small_count_can_be_worked_out_from_the_total(rows):
    for values in itertools.combinations_with_replacement([0, 1, 3, 4, 5, 6, 9, 40], rows):
        faces, total = masked([Count(value) for value in values], Count(sum(values)))

        for row, (value, face) in enumerate(zip(values, faces, strict=True)):
            assert face.is_exact == (face.value == value), values
            if value < LEAST:
                assert not face.is_exact, values
            if face.below and total.is_exact:
                assert possible(faces, total.value, row) == set(range(LEAST)), values


def test_a_table_without_small_counts_is_told_as_it_is():
    faces, total = masked([Count(12), Count(7), Count(90)], Count(109))

    assert [face.text for face in (*faces, total)] == ["12", "7", "90", "109"]


def test_with_one_small_count_the_next_smallest_is_kept_back_too():
    faces, total = masked([Count(3), Count(90), Count(7)], Count(100))

    assert [face.text for face in (*faces, total)] == ["<5", "90", "…", "100"]


def test_a_part_that_misses_the_whole_by_little_does_not_say_by_how_much():
    faces, _total = masked([Count(98, 100), Count(50, 100), Count(30, 60)], Count(178, 260))

    assert faces[0] == Shown(above=95)
    assert not faces[2].is_exact  # the total would give the first away


def test_a_part_of_a_hidden_whole_is_kept_back():
    faces, total = masked([Count(3, 4), Count(50, 100), Count(40, 90), Count(30, 80)], Count(123, 274))

    assert faces[0] == WITHHELD
    assert total.is_exact


def test_what_the_table_above_kept_back_the_table_below_does_not_add_up_to():
    faces, total = masked([Count(30), Count(3), Count(40)], Count(73), WITHHELD)

    assert [face.text for face in (*faces, total)] == ["…", "<5", "…", "…"]
