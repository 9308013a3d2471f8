"""Standard replies: filled once with the case's own words, put after what is typed, never executed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from cases import reply_words, standard_replies
from cases.models import StandardReply


@pytest.fixture
def _replies(db):
    standard_replies.load()


def test_a_text_is_filled_once_and_unknown_names_stay():
    facts = {"number": "ZZ1", "title": "{number} {{ secret }} <b>", "due": ""}

    assert reply_words.fill("{number}：{title}，{due}，{who}", facts) == "ZZ1：{number} {{ secret }} <b>，…，{who}"


def test_no_attribute_or_format_of_a_value_can_be_reached():
    tried = "{number.__class__} {number!r} {0}"

    assert reply_words.fill(tried, {"number": "ZZ1"}) == tried


def test_a_name_that_stands_for_nothing_is_refused_with_the_names_there_are(db):
    reply = StandardReply(code="x", use="reply", name_zh="试", text_zh="您好 {phone}")

    with translation.override("en"), pytest.raises(ValidationError, match=r"\{phone\} stands for nothing") as refused:
        reply.full_clean()
    assert "{number}" in str(refused.value)


@pytest.mark.usefixtures("_replies")
def test_the_first_ones_are_good_in_both_languages_and_for_every_use():
    for reply in StandardReply.objects.all():
        reply.full_clean()
        assert reply.text_en
        assert reply.name_en
    assert set(StandardReply.objects.values_list("use", flat=True)) == set(StandardReply.Use.values)


@pytest.mark.usefixtures("_replies")
def test_loading_again_leaves_edited_ones_as_they_are():
    StandardReply.objects.filter(code="received").update(text_zh="改过的")

    assert standard_replies.load() == 0
    assert StandardReply.objects.get(code="received").text_zh == "改过的"


@pytest.mark.usefixtures("_replies")
def test_the_page_offers_them_filled_and_escaped(desk, bring):
    case = bring("in_progress", text="<script>alert(1)</script>门口堵了。")

    page = desk("cadre").get(reverse("desk-case", args=[case.number])).content.decode()

    assert 'data-text="Hello! Your report “' in page
    assert case.number in page.split('data-text="')[1]
    assert "<script>alert(1)" not in page


@pytest.mark.usefixtures("_replies")
@pytest.mark.parametrize(
    ("name", "state", "action", "code"),
    [("cadre", "in_progress", "reply", "on-site"), ("cadre", "in_progress", "feed_back", "done"),
     ("street", "reported", "request_decline", "court")],
)  # fmt: skip
def test_without_javascript_the_server_puts_it_after_what_is_typed(act, bring, name, state, action, code):
    case = bring(state)

    answer = act(name, case, action, note="我先写了一句", standard=code, more="1")

    page = answer.content.decode()
    assert answer.status_code == 200
    written = page.split('<textarea name="note"')[1].split("</textarea>")[0]
    assert "我先写了一句\n" in written
    assert len(written.split("我先写了一句\n")[1]) > 40
    assert case.events.filter(kind__in=["case.replied", "case.fed_back", "case.decline_requested"]).count() == 0


@pytest.mark.usefixtures("_replies")
def test_one_that_is_out_of_use_is_not_offered(desk, bring):
    StandardReply.objects.filter(code="on-site").update(is_active=False)
    standard_replies.forget()
    case = bring("in_progress")

    assert 'value="on-site"' not in desk("cadre").get(reverse("desk-case", args=[case.number])).content.decode()
