"""Co-handling on the desk: the panel and its buttons, the queue of who was asked, the forms, the refused feedback."""

import pytest
from django.urls import reverse

from cases import lifecycle
from cases.desk import cohandling, queues
from cases.models import Case, CoHandlingOrder


@pytest.fixture
def shared(bring, world, who):
    """Return a case of the housing cadre that the street's works cadre and the district's window co-handle."""
    case = bring("in_progress")
    posts = [world.worker_post, world.window_post]
    lifecycle.split(case, posts=posts, note="请核对管线。", limit="3D", by=who("cadre"), now=world.now)
    return Case.objects.for_page().get(pk=case.pk)


def page(desk, name, case, action=""):
    address = reverse("desk-act", args=[case.number, action]) if action else reverse("desk-case", args=[case.number])
    return desk(name).get(address).content.decode()


def order_of(case, post):
    return CoHandlingOrder.objects.get(case=case, post=post)


def test_several_posts_are_asked_with_one_form(act, bring, world):
    case = bring("in_progress")
    posts = [world.worker_post.pk, world.window_post.pk]

    answer = act("cadre", case, "split", posts=posts, note="请核对管线。", limit="2D")

    assert answer.status_code == 302
    assert Case.objects.get(pk=case.pk).owing == sorted(posts)


def test_the_form_offers_staffed_posts_of_the_place_but_not_who_leads_or_owes_already(desk, shared, world):
    form = page(desk, "cadre", shared, "split")

    assert f'value="{world.street_post.pk}"' in form
    for post in (world.cadre_post, world.worker_post, world.outsider_post, world.official_post):
        assert f'name="posts" value="{post.pk}"' not in form


def test_nothing_typed_is_asked_for_again(act, bring):
    case = bring("in_progress")

    answer = act("cadre", case, "split", limit="3D")

    assert answer.status_code == 422
    assert "Choose at least one post." in answer.content.decode()


def test_the_unit_finds_it_in_its_queue_signs_for_it_there_and_reports(desk, act, shared, world, who):
    worker = who("worker")
    assert queues.counts(worker, world.now)["co-handle"].total == 1
    listed = desk("worker").get(reverse("desk") + "?queue=co-handle").content.decode()
    assert shared.number in listed
    assert f"/desk/cases/{shared.number}/sign_order/" in listed

    assert act("worker", shared, "sign_order").status_code == 302
    shared.refresh_from_db()
    order = order_of(shared, world.worker_post)
    assert act("worker", shared, "report_order", order=order.pk, note="管线已核对。").status_code == 302

    assert order_of(shared, world.worker_post).state == "done"
    assert queues.counts(worker, world.now)["co-handle"].total == 0
    assert "管线已核对。" in page(desk, "worker", shared)


def test_the_queue_is_the_one_opened_first_where_nothing_else_is_mine(desk, shared):
    assert "To co-handle <span data-list-total>1</span>" in desk("worker").get(reverse("desk")).content.decode()


def test_each_reader_gets_the_buttons_of_their_own_orders(shared, world, who):
    def buttons(name):
        panel = cohandling.panel(shared, who(name), world.now)
        return [(line.may_sign, line.may_report, line.may_waive) for line in panel.lines]

    assert buttons("cadre") == [(False, False, True)] * 2
    assert sorted(buttons("worker")) == [(False, False, False), (True, False, False)]
    assert buttons("gridleader") == [(False, False, False)] * 2


def test_the_order_of_another_post_is_refused_with_the_reason(act, shared, world):
    other = order_of(shared, world.window_post)

    answer = act("worker", shared, "sign_order", order=other.pk)

    assert answer.status_code == 403
    assert "Only the post that was asked may do this." in answer.content.decode()


def test_feeding_back_is_refused_with_the_open_orders_and_a_way_to_waive_them(desk, act, shared):
    refused = page(desk, "cadre", shared, "feed_back")

    assert "2 co-handling orders are still open" in refused
    assert f"/desk/cases/{shared.number}/waive_order/?order=" in refused
    answer = act("cadre", shared, "feed_back", result="explained", note="已答复。")
    assert answer.status_code == 403
    assert "已答复。" in answer.content.decode()


def test_an_order_is_waived_with_its_reason(act, shared, world):
    order = order_of(shared, world.worker_post)

    assert act("cadre", shared, "waive_order", order=order.pk, note="").status_code == 422
    assert act("cadre", shared, "waive_order", order=order.pk, note="不需要了。").status_code == 302
    assert order_of(shared, world.worker_post).state == "waived"


def test_the_unit_reads_no_number_of_the_reporter(desk, bring, world, who):
    case = bring("in_progress", name="王秀英", phone="13800001234", hides_reporter=True)
    lifecycle.split(case, posts=[world.window_post], note="请核对。", limit="3D", by=who("cadre"), now=world.now)
    seen = page(desk, "window", case)

    assert "does not want the unit to know who reported" in seen
    assert "王" not in seen
    assert desk("window").post(reverse("desk-reveal", args=[case.number])).status_code in (403, 422)
