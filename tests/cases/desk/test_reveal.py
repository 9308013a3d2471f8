"""The reporter's full number: for who has to call, with a reason, once, and on record."""

import pytest
from django.urls import reverse

from cases.lifecycle import Incomplete, NotPermitted, NotPossible, reveal
from cases.models import CaseEvent

NAME, PHONE = "李小明", "13812345678"
WHY = "回访要打电话"


@pytest.fixture
def case(bring):
    return bring("in_progress", name=NAME, phone=PHONE)


@pytest.fixture
def hidden(bring):
    return bring("in_progress", name=NAME, phone=PHONE, hides_reporter=True)


def events(case):
    return CaseEvent.objects.filter(case=case, kind="case.contact_revealed")


@pytest.mark.parametrize("name", ["cadre", "street", "gridleader", "district", "official"])
def test_who_works_on_the_case_may_look(name, case, who, world):
    resident = reveal(case, reason=WHY, by=who(name), now=world.now)

    event = events(case).get()
    assert (resident.name, resident.phone) == (NAME, PHONE)
    assert (event.note, event.by, event.post, event.is_public) == (
        WHY, world.people[name], getattr(world, f"{name}_post"), False,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["secretary", "worker", "streetleader", "supervisor", "outsider"])
def test_others_may_not(name, case, who, world):
    with pytest.raises(NotPermitted):
        reveal(case, reason=WHY, by=who(name), now=world.now)

    assert not events(case).exists()


def test_the_unit_hidden_from_may_not_and_the_desk_that_calls_may(hidden, who, world):
    with pytest.raises(NotPermitted, match=r"who reported|反映人"):
        reveal(hidden, reason=WHY, by=who("cadre"), now=world.now)

    assert reveal(hidden, reason=WHY, by=who("street"), now=world.now).phone == PHONE
    assert events(hidden).count() == 1


@pytest.mark.parametrize("reason", ["", " ", "a", " a "])
def test_it_needs_a_reason(reason, case, who, world):
    with pytest.raises(Incomplete):
        reveal(case, reason=reason, by=who("street"), now=world.now)

    assert not events(case).exists()


def test_there_is_nothing_to_see_of_who_left_nothing(bring, who, world):
    with pytest.raises(NotPossible):
        reveal(bring("in_progress"), reason=WHY, by=who("street"), now=world.now)


def test_the_page_shows_it_once(case, desk):
    street, address = desk("street"), reverse("desk-reveal", args=[case.number])
    answer = street.post(address, {"reason": WHY})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert NAME in page
    assert f'href="tel:{PHONE}"' in page
    assert WHY in page
    again = street.get(address)
    assert again.url == reverse("desk-case", args=[case.number])
    masked = street.get(again.url).content.decode()
    assert PHONE not in masked
    assert NAME not in masked
    assert PHONE not in str(dict(street.session))


def test_the_page_offers_it_to_who_may(case, desk):
    address = reverse("desk-case", args=[case.number])

    assert "Show name and number" in desk("street").get(address).content.decode()
    assert "Show name and number" not in desk("supervisor").get(address).content.decode()


def test_the_page_says_what_is_missing_and_who_may_not(case, desk):
    address = reverse("desk-reveal", args=[case.number])

    missing = desk("street").post(address, {"reason": ""})
    assert missing.status_code == 422
    assert "Please say in a few words" in missing.content.decode()
    refused = desk("supervisor").post(address, {"reason": WHY})
    assert refused.status_code == 403
    assert PHONE not in refused.content.decode()
    assert desk("outsider").post(address, {"reason": WHY}).status_code == 404


def test_the_reporter_does_not_read_who_looked(case, desk, client, world):
    desk("street").post(reverse("desk-reveal", args=[case.number]), {"reason": WHY})

    event = events(case).get()
    assert event.is_public is False
    assert event.handled_at is not None


def test_the_number_is_shown_beside_the_form_of_the_call_and_the_form_stays_open(desk, bring):
    case = bring("verified", name=NAME, phone=PHONE)
    form = desk("street").get(reverse("desk-act", args=[case.number, "close"])).content.decode()
    assert 'name="doing" value="close"' in form
    assert PHONE not in form

    answer = desk("street").post(reverse("desk-reveal", args=[case.number]), {"doing": "close", "reason": "Close"})

    assert f"tel:{PHONE}" in answer.content.decode()
    assert 'name="contacted"' in answer.content.decode()
    assert events(case).count() == 1


def test_only_the_form_of_a_call_stays_open(desk, case):
    answer = desk("cadre").post(reverse("desk-reveal", args=[case.number]), {"doing": "split", "reason": WHY})

    assert answer.status_code == 200
    assert 'id="do"' not in answer.content.decode()
