"""The sixty days of a case as a line."""

from datetime import date, timedelta

from cases.meetings_room import line60

BEGUN, TODAY = date(2026, 11, 15), date(2026, 11, 23)


def marks(line):
    return {mark.label: mark for mark in line.marks}


def test_it_runs_from_the_report_to_the_sixtieth_day():
    line = line60.draw(BEGUN, TODAY, [(BEGUN, "begin", "反映"), (TODAY, "now", "今天")], None)

    assert (marks(line)["反映"].x, marks(line)["反映"].day) == (line60.START, 0)
    assert (marks(line)["今天"].x, line.gone) == (line60.START + round(8 / 60 * line60.ACROSS),) * 2
    assert line.days == 60


def test_a_date_beyond_the_sixtieth_day_stretches_the_line():
    far = BEGUN + timedelta(days=120)
    line = line60.draw(BEGUN, TODAY, [(far, "end", "完成")], None)

    assert line.days == 120
    assert marks(line)["完成"].x == line60.START + line60.ACROSS


def test_words_that_would_overlap_give_way_to_more_important_ones():
    tomorrow = TODAY + timedelta(days=1)
    line = line60.draw(BEGUN, TODAY, [(TODAY, "now", "今天"), (tomorrow, "plan", "缺件清单")], None)

    assert marks(line)["今天"].is_labelled
    assert not marks(line)["缺件清单"].is_labelled


def test_the_original_limit_stays_drawn_with_its_words_inside_the_picture():
    early = line60.draw(BEGUN, TODAY, [], BEGUN + timedelta(days=26))
    late = line60.draw(BEGUN, TODAY, [], BEGUN + timedelta(days=58))

    assert early.original_anchor == "start"
    assert (late.original_anchor, late.original_text_x < late.original_x) == ("end", True)
