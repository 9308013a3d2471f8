"""What tests start from is there for each of them."""

import pytest

from cases.models import LadderRung, MeetingRule


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_the_migrations_made_is_there_again_after_a_test_with_real_commits(turn):
    assert LadderRung.objects.exists()
    assert MeetingRule.objects.exists()
