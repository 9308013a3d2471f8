"""The public square: what everybody may know, and what nobody learns here."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from cases.models import Activity, Case, News, VolunteerTeam
from cases.square.solved import blurred
from grids.models import Outline, User


@pytest.fixture
def news(world):
    def write(title, **more):
        fields = {
            "street": world.street,
            "text_zh": "一段。\n\n<b>二段</b>",
            "published_at": world.now - timedelta(days=1),
        }
        return News.objects.create(title_zh=title, **{**fields, **more})

    return write


class TestIndex:
    def test_it_leads_to_every_page_of_the_square(self, read):
        page = read(reverse("square"))
        main = page[page.index("<main") : page.index("</main>")]

        for name in ("pledge", "figures", "solved", "news", "volunteers", "about", "privacy", "accessibility"):
            assert f'href="{reverse(f"square-{name}")}"' in main, name

    def test_every_public_page_leads_to_it(self, read):
        assert f'href="{reverse("square")}"' in read(reverse("home"))


class TestPledge:
    def test_it_shows_the_limit_of_every_category_in_words(self, read):
        page = read(reverse("square-pledge"))

        assert "20 working days" in page
        assert "4 working hours" in page

    def test_a_category_out_of_use_is_not_promised(self, read, world):
        world.categories["B01"].is_active = False
        world.categories["B01"].save()

        assert "4 hours" not in read(reverse("square-pledge"))


class TestFigures:
    def test_small_counts_are_masked_on_the_page_and_in_the_file(self, read, reader, bring):
        bring("closed", "A01")
        page = read(reverse("square-figures"))
        lines = list(csv.reader(io.StringIO(reader.get(reverse("square-figures-csv")).content.decode("utf-8-sig"))))

        assert "&lt;5" in page
        assert [line[4] for line in lines[1:]] == ["<5", "<5", "<5"]

    def test_enough_reports_are_told_exactly_with_their_denominator(self, read, report, world):
        for _each in range(11):
            report("A01", at=world.now - timedelta(days=5), routed=True)
        page = read(reverse("square-figures") + "?period=m0")

        assert ">11</td>" in page
        assert "&lt;5 of 11" in page

    def test_a_district_is_told_by_street(self, read, world):
        page = read(reverse("square-figures") + f"?district={world.district.code}")

        assert "Zhongxinlu Subdistrict" in page

    @pytest.mark.parametrize(
        "question", ["period=m99", "period=y0", "period=m-1", "district=999999", "district='x", "period=%00"]
    )
    def test_an_odd_question_gets_the_usual_table(self, reader, question):
        assert reader.get(f"{reverse('square-figures')}?{question}").status_code in (200, 400)

    def test_it_asks_the_database_once_in_five_minutes(self, read, django_assert_max_num_queries):
        read(reverse("square-figures"))

        with django_assert_max_num_queries(4):
            read(reverse("square-figures"))


class TestSolved:
    def test_it_shows_public_cases_without_door_and_telephone(self, read, bring):
        bring("closed", may_be_public=True, text="7号楼的灯不亮，找 13800000001。")
        page = read(reverse("square-solved"))

        assert "**号楼的灯不亮" in page
        assert "13800000001" not in page

    def test_it_shows_no_case_without_consent_or_of_a_sensitive_kind(self, read, bring, world):
        bring("closed", text="没有同意公开。")
        bring("closed", "A01", may_be_public=True, text="敏感的事情。")
        world.categories["A01"].is_sensitive = True
        world.categories["A01"].save()
        page = read(reverse("square-solved"))

        assert "没有同意公开" not in page
        assert "敏感的事情" not in page

    def test_open_cases_are_not_shown(self, read, bring):
        bring("in_progress", may_be_public=True, text="还在办的事情。")

        assert "还在办的事情" not in read(reverse("square-solved"))

    def test_a_point_is_moved_by_up_to_a_hundred_metres_and_always_alike(self):
        assert blurred(113.29412, 34.81267) == blurred(113.29449, 34.81201) == (113.2945, 34.8125)

    def test_it_shows_the_list_where_no_outline_is_loaded(self, read, bring):
        bring("closed", may_be_public=True, text="路灯亮了。")
        Outline.objects.all().delete()

        assert "路灯亮了" in read(reverse("square-solved"))


class TestNews:
    def test_it_shows_what_is_current_as_plain_paragraphs(self, read, news):
        news("停水通知")
        page = read(reverse("square-news"))

        assert "停水通知" in page
        assert "&lt;b&gt;二段" in page
        assert page.count("<p>一段。</p>") == 1

    def test_what_is_to_come_and_what_has_run_out_is_not_shown(self, read, news, world):
        news("还没发布", published_at=world.now + timedelta(hours=1))
        news("已经过期", until=world.now - timedelta(hours=1))
        page = read(reverse("square-news"))

        assert "还没发布" not in page
        assert "已经过期" not in page

    def test_nothing_ends_before_it_begins(self, news, world):
        with pytest.raises(IntegrityError):
            news("倒着走", until=world.now - timedelta(days=9))


class TestVolunteers:
    def test_it_shows_teams_and_what_they_do_next(self, read, world):
        team = VolunteerTeam.objects.create(
            unit=world.community, name_zh="清洁队", what_zh="扫雪。", phone="0371-0000 0801"
        )
        for title, hours in (("明天扫雪", 24), ("昨天扫雪", -24)):
            starts = world.now + timedelta(hours=hours)
            Activity.objects.create(
                team=team, title_zh=title, place_zh="门口", starts_at=starts, ends_at=starts + timedelta(hours=2)
            )
        page = read(reverse("square-volunteers"))

        assert "清洁队" in page
        assert "明天扫雪" in page
        assert "昨天扫雪" not in page


class TestWriting:
    @pytest.fixture
    def desk(self, world):
        person = world.people["street"]
        person.is_staff = True
        person.save()
        client = Client()
        client.force_login(person)
        return client

    @pytest.fixture
    def form(self, world):
        return {
            "street": world.street.pk, "title_zh": "扫雪", "title_en": "", "text_zh": "请扫门前雪。", "text_en": "",
            "published_at_0": "2026-11-23", "published_at_1": "08:00", "until_0": "", "until_1": "",
        }  # fmt: skip

    def test_the_desk_of_a_street_writes_for_its_street(self, desk, form):
        assert desk.post(reverse("admin:cases_news_add"), form).status_code == 302
        assert News.objects.get().title_zh == "扫雪"

    @pytest.mark.parametrize(("number", "is_said"), [("13800000001", True), ("water@zz.gov.cn", False)])
    def test_it_is_told_of_a_private_number_that_the_public_will_not_read(self, number, is_said, desk, form):
        answer = desk.post(reverse("admin:cases_news_add"), form | {"text_zh": f"请联系 {number}。"}, follow=True)

        assert ("文中有疑似个人号码" in answer.text) is is_said

    def test_it_writes_for_no_other_street_and_sees_none_of_theirs(self, desk, form, world, news):
        other = news("别的街道", street=world.elsewhere)

        assert desk.post(reverse("admin:cases_news_add"), {**form, "street": world.elsewhere.pk}).status_code == 200
        assert desk.get(reverse("admin:cases_news_change", args=[other.pk])).status_code == 302
        assert "别的街道" not in desk.get(reverse("admin:cases_news_changelist")).content.decode()

    def test_somebody_without_a_street_writes_nothing(self, world, form):
        User.objects.filter(username="cadre").update(is_staff=True)
        client = Client()
        client.force_login(User.objects.get(username="cadre"))

        assert client.post(reverse("admin:cases_news_add"), form).status_code == 403
        assert not News.objects.exists()


class TestBoards:
    def test_a_board_names_the_leader_by_surname_and_says_where_to_report(self, read, world):
        User.objects.filter(username="gridleader").update(name="周建国", work_phone="0371-0000 0801")
        page = read(reverse("square-board", args=[world.grid.code]))

        assert "周网格长" in page
        assert "周建国" not in page
        assert "0371-0000 0801" in page

    def test_a_board_is_printed_alone(self, reader, world):
        answer = reader.get(reverse("square-board-pdf", args=[world.grid.code]))

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    def test_a_street_has_no_board(self, reader, world):
        assert reader.get(reverse("square-board", args=[world.street.code])).status_code == 404


@pytest.mark.parametrize("name", ["about", "privacy", "accessibility"])
def test_the_pages_of_plain_words_open(read, name):
    assert "<h1>" in read(reverse(f"square-{name}"))


def test_no_case_is_named_on_a_page_that_counts(read, bring):
    case = bring("closed", may_be_public=True)

    assert Case.objects.get().number == case.number
    assert case.number not in read(reverse("square-figures")) + read(reverse("square-solved"))
