"""One deed on many cases: shown first, then done case by case, with an answer for each."""

import pytest

from cases import lifecycle
from cases.desk.selection import MOST
from cases.models import Case, CaseEvent

NOTE = "统一改派"


@pytest.fixture
def bulk(desk):
    """Send a bulk form as one of the cast: bulk("district", "reassign", cases, do=1, post="…")."""

    def send(name, action, cases=(), **more):
        numbers = [case if isinstance(case, str) else f"{case.number}@{case.version}" for case in cases]
        return desk(name).post("/desk/bulk/", {"action": action, "number": numbers, **more})

    return send


def reassigned():
    return CaseEvent.objects.filter(kind="case.reassigned")


@pytest.fixture
def secretary():
    """Return the words of a post that every case of the community may go to."""
    return "Shengshi Community Community Party secretary"


def test_it_shows_what_will_happen_before_anything_does(bulk, bring):
    ready, finished = bring("assigned"), bring("closed")

    page = bulk("district", "reassign", [ready.number, finished.number]).content.decode()

    assert f'value="{ready.number}@{ready.version}" checked' in page
    assert finished.number in page
    assert f'value="{finished.number}' not in page
    assert "Not in the state" in page
    assert 'value="Shengshi Community Community Party secretary"' in page
    assert not reassigned().exists()


def test_it_hands_over_every_ticked_case_under_one_batch(bulk, bring, world, secretary):
    cases = [bring("assigned"), bring("in_progress")]

    page = bulk("district", "reassign", cases, do=1, post=secretary, note=NOTE).content.decode()

    assert "2 cases" in page
    assert set(Case.objects.values_list("owner", flat=True)) == {world.secretary_post.pk}
    assert [event.note for event in reassigned()] == [NOTE, NOTE]
    assert len({event.data["batch"] for event in reassigned()}) == 1


def test_one_that_was_changed_meanwhile_is_refused_and_can_be_chosen_again(bulk, bring, who, now, secretary):
    first, changed, third = (bring("assigned") for _turn in range(3))
    lifecycle.note_progress(changed, note="有人先动了", by=who("cadre"), now=now)

    page = bulk("district", "reassign", [first, changed, third], do=1, post=secretary, note=NOTE).content.decode()

    assert sorted(reassigned().values_list("case", flat=True)) == sorted([first.pk, third.pk])
    assert "Somebody else has changed this case meanwhile." in page
    assert f'value="{changed.number}" checked' in page
    assert f'name="note" value="{NOTE}"' in page


@pytest.mark.parametrize("step", [{}, {"do": "1"}])
def test_a_number_outside_the_scope_is_unknown_and_stays_unchanged(step, bulk, bring):
    foreign = bring("assigned")
    before = Case.objects.filter(pk=foreign.pk).values().get()

    page = bulk("outsider", "urge", [foreign], **step).content.decode()

    assert "Not among the cases you may see." in page
    assert foreign.title not in page
    assert Case.objects.filter(pk=foreign.pk).values().get() == before


def test_an_unknown_number_gets_the_same_answer(bulk, bring):
    assert b"Not among the cases you may see." in bulk("district", "urge", ["ZZ20990101-000001"], do=1).content


def test_post_and_reason_are_asked_for_and_what_was_typed_is_kept(bulk, bring):
    case = bring("assigned")

    answer = bulk("district", "reassign", [case], do=1, post="", note=NOTE)

    assert answer.status_code == 422
    assert NOTE in answer.content.decode()
    assert bulk("district", "reassign", [case], do=1, post="nowhere", note="").status_code == 422
    assert not reassigned().exists()


def test_reminding_leaves_the_second_of_a_day_refused(bulk, bring):
    case = bring("assigned")

    assert b"1 case" in bulk("district", "urge", [case], do=1).content
    assert b"Urged within the last day" in bulk("district", "urge", [case.number], do=1).content


def test_who_may_not_is_told_so_for_each_case(bulk, bring, secretary):
    case = bring("assigned")

    page = bulk("cadre", "reassign", [case]).content.decode()

    assert "None of these cases allows it now." in page
    assert "may do this" in page


def test_more_than_the_limit_of_numbers_changes_nothing(bulk):
    answer = bulk("district", "urge", [f"ZZ20261123-{number:06}" for number in range(MOST + 1)], do=1)

    assert answer.status_code == 302
    assert not CaseEvent.objects.exists()


def test_the_whole_list_is_what_its_address_shows(bulk, bring):
    working, other = bring("in_progress"), bring("assigned")

    page = bulk("cadre", "urge", list="?queue=working", all=1).content.decode()
    assert working.number in page
    assert other.number not in page


def test_two_hundred_are_two_hundred_events_in_a_bounded_number_of_queries(
    bulk, report, secretary, django_assert_max_num_queries
):
    first = report()
    cases = _copies(first, 199)
    closed = cases[0]
    Case.objects.filter(pk=closed.pk).update(state="not_accepted", waiting_on=None)

    with django_assert_max_num_queries(30):
        page = bulk("district", "reassign", list="?queue=area", all=1).content.decode()
    assert page.count(" checked>") == 199

    picks = [first, *cases]
    page = bulk("district", "reassign", picks, do=1, post=secretary, note=NOTE).content.decode()

    assert reassigned().count() == 199
    assert not reassigned().filter(case=closed).exists()
    assert Case.objects.get(pk=closed.pk).version == closed.version
    assert page.count('name="number"') == 1


def _copies(case, count):
    """Return copies of a case as rows: making each through the verbs would take the test a minute."""
    clocks = list(case.clocks.all())
    made = []
    for number in range(count):
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy.number, copy.form_key = None, f"ZZ20261123-9{number:05}", None
        made.append(copy)
    Case.objects.bulk_create(made)
    for copy in made:
        for clock in clocks:
            clock.pk, clock.case = None, copy
            clock.save(force_insert=True)
    return made


@pytest.mark.parametrize("address", ["q=%00", "q=%0%000", "?queue=area\r\nX-Other: 1", "queue=nowhere&grid=²", "%%%"])
def test_an_odd_address_of_a_list_does_no_harm(address, bulk, bring):
    bring("assigned")

    assert bulk("district", "urge", list=address, all=1).status_code == 200
    assert bulk("district", "urge", list=address).status_code == 302
