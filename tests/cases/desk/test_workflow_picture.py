"""The workflow as a picture: every state and every move of the table is in it, and a case's own way is marked."""

import re

import pytest
from django.urls import reverse

from cases import lifecycle, workflow
from cases.desk import flow_layout, flow_picture
from cases.workflow import State

PAGE = reverse("desk-workflow")


def test_every_state_has_a_box_of_its_own():
    boxes = list(flow_layout.draw().boxes.values())

    assert {box.state for box in boxes} == set(State)
    for one in boxes:
        for other in boxes:
            apart = one.side != other.side or one.y + one.height < other.y or other.y + other.height < one.y
            assert one is other or apart, (one.state, other.state)


def test_every_move_is_drawn_or_written_on_its_target():
    drawing = flow_layout.draw()
    drawn = {(arrow.action, arrow.source) for arrow in drawing.arrows}
    written = {name for box in drawing.boxes.values() for name in box.anywhere}

    for name, action in workflow.ACTIONS.items():
        for state in action.sources if action.target else ():
            first_of_the_alike = state in drawing.alike and (name, drawing.alike[0]) in drawn
            stays = state == action.target
            assert (name, state) in drawn or name in written or first_of_the_alike or stays, (name, state)


def test_every_arrow_begins_and_ends_at_the_edge_of_its_boxes():
    drawing = flow_layout.draw()
    for arrow in drawing.arrows:
        numbers = [float(number) for number in re.findall(r"[\d.]+", arrow.path)]
        source, target = drawing.boxes[arrow.source], drawing.boxes[arrow.target]
        assert numbers[0] in (source.x, source.x + flow_layout.BOX, source.middle)
        assert source.y <= numbers[1] <= source.y + source.height
        assert target.y <= numbers[-2 if "H" in arrow.path else -1] <= target.y + target.height


def test_the_usual_way_is_the_seven_steps_in_their_order():
    steps = [workflow.STATES[state].step for state in flow_layout.usual_way()]

    assert list(dict.fromkeys(steps)) == list(workflow.Step)


@pytest.mark.parametrize(("label", "lines"), [("受理", 1), ("已受理，待交办", 1), ("Verified, to be called back", 2)])
def test_a_long_label_is_broken_into_two_lines(label, lines):
    assert len(flow_picture.in_lines(label)) == lines


def test_the_page_tells_every_state_and_action_in_words(desk):
    page = desk("cadre").get(PAGE).content.decode()

    for look in workflow.STATES.values():
        assert look.label in page
    assert "stands here" not in page


def test_the_way_of_a_case_and_where_it_stands_are_marked(desk, bring, who, now):
    case = bring("feedback")
    lifecycle.order_rework(case, note="还差一块", by=who("gridleader"), now=now)

    page = desk("cadre").get(PAGE, {"case": case.number}).content.decode()

    assert page.count("flow-box  now") == 1
    assert 'd="' in page
    taken = re.findall(r'flow-word taken"[^>]*>([^<]+)<', page)
    assert taken == ["Report", "Accept", "Assign", "Sign for", "Feed back", "Send back for rework"]


def test_a_case_outside_the_scope_does_not_exist_here_either(desk, bring):
    case = bring("assigned")

    assert desk("outsider").get(PAGE, {"case": case.number}).status_code == 404
