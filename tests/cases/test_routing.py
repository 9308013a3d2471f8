"""Routing always finds somebody, the nearest one, and says why."""

from hypothesis import given, strategies as st

from cases.routing import Facts, Rule, Seat, choose

HOUSING, WORKS = 1, 2
RULE = Rule(key=7, level=None, lead=HOUSING, supporting=(WORKS,))
CODES = ["410106", "410106002", "410106002006", "410106002006001"]
CADRE_HERE = Seat(10, "cadre", 3, CODES[3], HOUSING)
CADRE_ABOVE = Seat(11, "cadre", 2, CODES[2], HOUSING)
CADRE_STREET = Seat(12, "cadre", 1, CODES[1], HOUSING)
WINDOW = Seat(13, "district_window", 0, CODES[0], HOUSING)
STREET_DESK = Seat(14, "street_desk", 1, CODES[1])
DISTRICT_DESK = Seat(15, "district_desk", 0, CODES[0])
OTHER_CADRE = Seat(16, "cadre", 3, CODES[3], WORKS)
ALL = [CADRE_HERE, CADRE_ABOVE, CADRE_STREET, WINDOW, STREET_DESK, DISTRICT_DESK, OTHER_CADRE]
FACTS = Facts(code=CODES[3], category="I01")


def reasons(route):
    return [reason["code"] for reason in route.reasons]


def test_it_chooses_the_lead_departments_cadre_in_the_very_grid():
    route = choose(FACTS, [RULE], ALL)

    assert (route.post, route.department, route.supporting, route.rule) == (10, HOUSING, (WORKS,), 7)
    assert reasons(route) == ["category_rule", "grid_cadre"]


def test_it_goes_up_the_tree_where_the_grid_has_no_cadre():
    assert choose(FACTS, [RULE], [seat for seat in ALL if seat != CADRE_HERE]).post == 11
    route = choose(FACTS, [RULE], [CADRE_STREET, WINDOW, STREET_DESK])
    assert route.post == 12
    assert reasons(route) == ["category_rule", "parent_cadre"]


def test_it_ends_at_the_districts_window_before_any_desk():
    route = choose(FACTS, [RULE], [WINDOW, STREET_DESK, DISTRICT_DESK])

    assert route.post == 13
    assert reasons(route) == ["category_rule", "district_window"]


def test_it_falls_back_to_the_street_desk_and_says_that_the_department_has_nobody():
    route = choose(FACTS, [RULE], [STREET_DESK, DISTRICT_DESK, OTHER_CADRE])

    assert (route.post, route.department) == (14, HOUSING)
    assert reasons(route) == ["category_rule", "no_cadre", "backstop_desk"]


def test_it_prefers_the_rule_of_the_level_to_the_general_one():
    special = Rule(key=8, level=3, lead=WORKS)

    assert choose(FACTS, [RULE, special], ALL).post == OTHER_CADRE.post
    assert choose(Facts(code=CODES[2], category="I01"), [RULE, special], ALL).post == CADRE_ABOVE.post


def test_it_says_what_is_missing():
    assert reasons(choose(FACTS, [], ALL)) == ["no_rule", "backstop_desk"]
    assert reasons(choose(Facts(CODES[3], ""), [RULE], ALL)) == ["no_category", "backstop_desk"]
    assert reasons(choose(Facts("", "I01"), [RULE], ALL)) == ["no_grid", "backstop_desk"]
    assert reasons(choose(FACTS, [RULE], [])) == ["category_rule", "no_cadre", "nobody"]


def test_it_never_sends_a_case_to_another_place():
    elsewhere = Seat(20, "cadre", 3, "410106002006002", HOUSING)

    assert choose(FACTS, [RULE], [elsewhere, STREET_DESK]).post == STREET_DESK.post


seats = st.lists(st.sampled_from(ALL), unique=True)


@given(seats=seats, code=st.sampled_from(["", *CODES]), category=st.sampled_from(["", "I01"]), has_rule=st.booleans())
def test_a_route_always_exists_where_there_is_a_desk_and_always_has_reasons(seats, code, category, has_rule):
    route = choose(Facts(code, category), [RULE] if has_rule else [], seats)

    assert route.reasons
    if {STREET_DESK, DISTRICT_DESK} & set(seats):
        assert route.post is not None


@given(seats=seats)
def test_the_order_of_the_seats_changes_nothing(seats):
    assert choose(FACTS, [RULE], seats) == choose(FACTS, [RULE], seats[::-1])
