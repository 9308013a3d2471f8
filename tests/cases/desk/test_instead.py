"""Beside the next step a line of the list offers what somebody may want instead of it, in one click."""

from datetime import timedelta

import pytest
import time_machine

from cases import lifecycle
from cases.desk import next_step


@pytest.fixture
def offered(who, world):
    """Return the names of what one of the cast may do on a case instead of the next step."""

    def of(name, case, now=None):
        scope = who(name)
        _step, instead = next_step.both(case, scope, now or world.now)
        return [one.name for one in instead]

    return of


def test_who_is_to_sign_for_may_return_it_while_the_limit_for_it_runs(bring, offered, world):
    case = bring("assigned")

    assert offered("cadre", case)[0] == "request_return"
    assert "request_return" not in offered("cadre", case, case.return_until + timedelta(minutes=1))


def test_who_handles_it_may_ask_for_more_time_as_long_as_it_comes_early_enough(bring, offered, world):
    case = bring("in_progress")
    late = case.return_until + timedelta(minutes=1)

    assert offered("cadre", case, late) == ["request_extension", "split"]
    assert "request_extension" not in offered("cadre", case, case.handle_due_at - timedelta(hours=1))


def test_the_street_may_give_it_to_others(bring, offered):
    assert offered("street", bring("in_progress")) == ["reassign", "split"]


def test_the_grid_leader_may_send_it_back(bring, offered):
    assert offered("gridleader", bring("feedback")) == ["order_rework"]


def test_who_may_grant_a_request_may_refuse_it(bring, offered, who, world):
    case = bring("in_progress")
    case = lifecycle.request_void(case, reason="test", note="测试", by=who("cadre"), now=world.now)

    assert offered("district", case)[0] == "refuse_void"


def test_a_line_of_the_list_leads_to_it(bring, desk):
    case = bring("assigned")

    page = desk("cadre").get("/desk/?queue=sign").content.decode()

    assert f'href="/desk/cases/{case.number}/request_return/"' in page


def test_a_line_does_not_lead_to_what_came_too_late(bring, desk):
    case = bring("assigned")

    with time_machine.travel(case.return_until + timedelta(minutes=1), tick=False):
        page = desk("cadre").get("/desk/?queue=sign").content.decode()

    assert f"{case.number}/sign_for/" in page
    assert "request_return" not in page


def test_a_line_does_not_lead_to_dropping_what_others_were_merged_into_and_the_page_says_why(bring, desk, who, world):
    main, other = bring("reported"), bring("reported")
    lifecycle.merge(other, main=main, by=who("street"), now=world.now)
    decline = f"/desk/cases/{main.number}/request_decline/"

    page = desk("street").get("/desk/?queue=triage").content.decode()

    assert f"{main.number}/accept/" in page
    assert f'href="{decline}"' not in page
    assert other.number in desk("street").get(decline).context["refusal"]["reason"]


def test_what_was_merged_and_what_it_was_merged_into_lead_to_each_other(bring, desk, who, world):
    main, other = bring("reported"), bring("reported")
    lifecycle.merge(other, main=main, by=who("street"), now=world.now)

    assert f'href="/desk/cases/{other.number}/"' in desk("street").get(f"/desk/cases/{main.number}/").text
    assert f'href="/desk/cases/{main.number}/"' in desk("street").get(f"/desk/cases/{other.number}/").text
