"""Tags: words about a matter from a closed list, each change on record, found by the filter."""

import pytest

from cases import lifecycle, tags
from cases.models import Case


def test_tags_are_set_in_the_order_of_the_table_and_stay_on_record(bring, who, now):
    case = bring("in_progress")

    case = lifecycle.set_tags(case, tags=["joint", "legacy"], by=who("street"), now=now)
    case = lifecycle.set_tags(case, tags=["legacy", "group"], by=who("street"), now=now)

    assert case.tags == ["legacy", "group"]
    event = case.events.filter(kind="case.tagged").order_by("pk").last()
    assert event.data == {"added": ["group"], "removed": ["joint"]}


@pytest.mark.parametrize("wrong", [["drinker"], [], ["legacy", "x"]])
def test_a_word_outside_the_list_and_no_change_are_refused(wrong, bring, who, now):
    case = bring("in_progress")

    with pytest.raises(lifecycle.Incomplete):
        lifecycle.set_tags(case, tags=wrong, by=who("street"), now=now)
    assert Case.objects.get(pk=case.pk).tags == []


def test_the_list_finds_and_shows_them(act, desk, bring):
    tagged, plain = bring("in_progress"), bring("in_progress")

    act("street", tagged, "set_tags", tags=["legacy"])

    page = desk("street").get("/desk/?queue=area&tag=legacy").content.decode()
    assert tagged.number in page
    assert plain.number not in page
    assert "Legacy problem" in desk("street").get(f"/desk/cases/{tagged.number}/").content.decode()


def test_every_tag_has_a_reason_for_a_meeting_or_none_about_people():
    assert all(len(name) <= 12 for name in tags.TAGS)


def test_the_last_change_is_the_moment_of_the_last_deed(bring, who, now):
    case = bring("in_progress")

    assert case.changed_at == now == case.events.latest("at").at
