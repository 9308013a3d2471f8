"""Assigning by hand begins with what the rules propose: chosen already, with the reasons, one click to take it."""

import pytest
from django.urls import reverse

from cases import lifecycle
from cases.models import Case
from grids import catalogue
from grids.models import Keyword


@pytest.fixture
def accepted(report, who, world, now):
    """Return a case that was accepted by hand and not routed yet."""
    case = report("I01", routed=False)
    return lifecycle.accept(case, category=world.categories["I01"], grid=world.grid, by=who("street"), now=now)


def form_of(desk, case, action="assign"):
    return desk("street").get(reverse("desk-act", args=[case.number, action]))


def test_the_post_of_the_rules_is_chosen_and_its_reasons_are_told(desk, accepted, world):
    answer = form_of(desk, accepted)

    page = answer.content.decode()
    assert f'<option value="{world.cadre_post.pk}" selected>' in page
    assert "leads on" in page


def test_taking_it_keeps_the_supporting_departments_and_the_reasons(act, accepted, world):
    act("street", accepted, "assign", post=world.cadre_post.pk)

    case = Case.objects.get(pk=accepted.pk)
    assert case.owner == world.cadre_post
    assert set(case.supporting_departments) == {world.departments[code].pk for code in ("natural_resources", "tax")}
    assert [reason["code"] for reason in case.routings.first().reasons] == [
        "category_rule", "parent_cadre", "by_hand",
    ]  # fmt: skip


def test_another_post_may_be_chosen_all_the_same(act, accepted, world):
    act("street", accepted, "assign", post=world.secretary_post.pk)

    case = Case.objects.get(pk=accepted.pk)
    assert case.owner == world.secretary_post
    assert case.supporting_departments == []


def test_who_has_it_already_is_not_proposed(desk, bring):
    assert form_of(desk, bring("assigned"), "reassign").context["form"].proposal is None


@pytest.fixture
def keyword(world):
    """Let a word speak for a kind."""
    Keyword.objects.update_or_create(word="房产证", defaults={"category": world.categories["I01"]})
    catalogue.forget_asked()
    yield
    catalogue.forget_asked()


@pytest.mark.usefixtures("keyword")
def test_accepting_begins_with_the_kind_that_the_words_speak_for(desk, report, world):
    case = report(None, text="三单元房产证一直办不下来。", routed=False)

    page = form_of(desk, case, "accept").content.decode()

    assert f'<option value="{world.categories["I01"].pk}" selected>' in page
    assert "Proposed by the words of the report" in page


def test_without_such_words_no_kind_is_chosen(desk, report):
    page = form_of(desk, report(None, text="说不清的一件事。", routed=False), "accept").content.decode()

    assert "Proposed by the words" not in page


def test_a_kind_that_was_added_meanwhile_is_offered_at_once(desk, report, world):
    case = report(None, text="说不清的一件事。", routed=False)
    assert "I98" not in form_of(desk, case, "accept").content.decode()
    leaf = world.categories["I01"]
    leaf.pk, leaf.code = None, "I98"
    leaf.save()

    assert "I98" in form_of(desk, case, "accept").content.decode()
