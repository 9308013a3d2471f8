"""The pages around the room: preparing a meeting, its minutes, the register, and what the reporter reads."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases import meetings
from cases.models import AgendaItem, ExportRecord, Invitation, JointMeeting, Resolution
from tests.cases import meeting as council
from tests.cases.papers.test_papers import words_of

DAY = timedelta(days=1)


@pytest.fixture
def planned(proposed, who, world):
    """A meeting in two days with one item on its agenda, looked at today."""
    [item] = proposed(1)
    meeting = meetings.call(world.district, held_at=world.now + 2 * DAY, by=who("district"), now=world.now)
    meetings.put_on_agenda(item, meeting, by=who("district"), now=world.now)
    with time_machine.travel(world.now, tick=False):
        yield meeting


def post(browser, name, *args, **answers):
    return browser.post(reverse(name, args=args), answers)


class TestPreparing:
    @pytest.mark.parametrize("kind", ["pdf", "docx"])
    def test_the_notice_is_a_paper_for_the_office_and_who_is_asked(self, planned, browse, kind):
        address = reverse("meeting-notice-file", args=[planned.pk, kind])
        draft = words_of(browse("district").get(address).content)
        post(browse("district"), "meeting-notice", planned.pk, is_urgent="on")
        sent = words_of(browse("cadre").get(address).content)

        assert "草稿" in draft
        assert "草稿" not in sent
        for words in ("关于召开上街区联席会议", "2026年11月25日（星期三）9时", "通报上次议定事项落实情况", "召集人"):
            assert words in sent, words
        assert browse("outsider").get(address).status_code == 404

    def test_the_notice_is_the_same_for_everybody_and_has_no_words_of_residents(self, planned, browse, who, world):
        case = planned.items.get().case
        works = world.departments["municipal_works"]
        meetings.invite(planned, world.worker_post, part="supporting", department=works, by=who("district"),
                        now=world.now)  # fmt: skip
        post(browse("district"), "meeting-notice", planned.pk)
        address = reverse("meeting-notice-file", args=[planned.pk, "docx"])
        read = {name: words_of(browse(name).get(address).content) for name in ("district", "cadre", "worker")}

        assert browse("worker").get(reverse("desk-case", args=[case.number])).status_code == 404
        assert read["worker"] == read["cadre"] == read["district"]
        assert f"研究盛世社区房产证办理（{case.number}）" in read["worker"]
        assert "一直办不下来" not in read["worker"]

    def test_a_meeting_nobody_convenes_says_what_to_do_and_a_post_is_named_there(self, planned, browse, world):
        world.official_post.postings.update(active_to=world.now)
        district = browse("district")
        page = district.get(reverse("meeting", args=[planned.pk])).content.decode()
        assert "Nobody convenes this meeting" in page

        assert post(district, "meeting-convener", planned.pk, post="").status_code == 422
        assert post(browse("cadre"), "meeting-convener", planned.pk, post=world.supervisor_post.pk).status_code == 403
        post(district, "meeting-convener", planned.pk, post=world.supervisor_post.pk)
        planned.refresh_from_db()
        assert planned.convener == world.supervisor_post
        page = district.get(reverse("meeting", args=[planned.pk])).content.decode()
        assert "Nobody convenes this meeting" not in page

    def test_it_is_not_opened_before_its_day(self, planned, browse):
        district = browse("district")
        post(district, "meeting-notice", planned.pk)
        for invitation in planned.invitations.all():
            post(district, "meeting-sign-in", planned.pk, invitation.pk, attendance="present")
        answer = district.post(reverse("meeting-open", args=[planned.pk]), follow=True)

        assert "To hold it earlier, move it" in answer.content.decode()
        assert JointMeeting.objects.get(pk=planned.pk).state == "planned"

    def test_the_office_gives_notice_and_a_unit_answers_there(self, planned, browse, world):
        post(browse("district"), "meeting-notice", planned.pk)
        mine = planned.invitations.get(post=world.cadre_post)

        refused = post(browse("cadre"), "meeting-reply", planned.pk, mine.pk, answer="substitute")
        assert refused.status_code == 422
        assert "Write down who comes instead." in refused.content.decode()
        post(browse("cadre"), "meeting-reply", planned.pk, mine.pk, answer="attend")
        mine.refresh_from_db()
        assert mine.reply == "attend"

    def test_the_office_reads_which_units_the_proposal_suggests_and_they_are_asked(self, bring, browse, who, world):
        works = world.departments["municipal_works"]
        item = meetings.propose(
            bring("in_progress"), reason="legacy", level=0, suggested=[works], by=who("cadre"), now=world.now
        )
        vetting = browse("district").get(reverse("meeting-item", args=[item.pk])).content.decode()
        held_at = timezone.now() + 9 * DAY
        meeting = meetings.call(world.district, held_at=held_at, by=who("district"), now=world.now)
        meetings.put_on_agenda(item, meeting, by=who("district"), now=world.now)
        preparing = browse("district").get(reverse("meeting", args=[meeting.pk])).content.decode()

        for page in (vetting, preparing):
            assert "Units suggested" in page
            assert works.short_en in page
        assert meeting.invitations.get(department=works).part == "supporting"

    def test_without_a_quorum_it_stays_closed_and_says_who_is_missing(self, planned, browse):
        district = browse("district")
        post(district, "meeting-notice", planned.pk)
        with time_machine.travel(planned.held_at, tick=False):
            answer = browse("district").post(reverse("meeting-open", args=[planned.pk]), follow=True)

        assert "No quorum, missing: the convener" in answer.content.decode()
        assert JointMeeting.objects.get(pk=planned.pk).state == "planned"
        for invitation in planned.invitations.all():
            post(district, "meeting-sign-in", planned.pk, invitation.pk, attendance="present")
        with time_machine.travel(planned.held_at, tick=False):
            post(browse("district"), "meeting-open", planned.pk)
        assert JointMeeting.objects.get(pk=planned.pk).state == "in_session"

    def test_a_substitute_without_authority_is_refused_in_its_row(self, planned, browse):
        row = planned.invitations.first()
        answer = post(browse("district"), "meeting-sign-in", planned.pk, row.pk, attendance="substitute")

        assert answer.status_code == 422
        assert "A substitute needs a name and an authority" in answer.content.decode()

    def test_it_is_moved_and_called_off_with_the_reason_beside_the_field(self, planned, browse):
        district = browse("district")
        assert post(district, "meeting-cancel", planned.pk, note="").status_code == 422
        assert post(district, "meeting-move", planned.pk, held_at_0="2020-01-01", held_at_1="09:00").status_code == 422
        post(district, "meeting-cancel", planned.pk, note="防汛")

        assert JointMeeting.objects.get(pk=planned.pk).state == "cancelled"
        assert meetings.pool(planned.grid).count() == 1

    def test_who_does_not_run_it_changes_nothing(self, planned, browse):
        assert post(browse("cadre"), "meeting-notice", planned.pk).status_code == 403
        assert post(browse("outsider"), "meeting-notice", planned.pk).status_code == 404

    def test_a_proposal_is_vetted_on_its_page(self, proposed, browse, world):
        first, second = proposed(2)
        with time_machine.travel(world.now, tick=False):
            district = browse("district")
            assert post(district, "meeting-send-back", first.pk, note="").status_code == 422
            assert post(browse("cadre"), "meeting-send-back", first.pk, note="不").status_code == 404
            post(district, "meeting-merge", first.pk, into=second.pk)
            first.refresh_from_db()
            assert first.merged_into == second
            visit = {"visited_at_0": "2026-11-22", "visited_at_1": "10:00", "present": "房管", "text": "看过。"}
            post(district, "meeting-visit", second.pk, **visit)
            assert "看过。" in district.get(reverse("meeting-item", args=[second.pk])).content.decode()

    def test_the_calendar_shows_the_month_with_what_is_called(self, planned, browse):
        page = browse("district").get(reverse("meetings-calendar"), {"month": "2026-11"})
        odd = browse("district").get(reverse("meetings-calendar"), {"month": "¾"})

        days = {day.date.day: day for week in page.context["weeks"] for day in week if day.is_in_month}
        assert days[25].meetings == [planned]
        assert odd.status_code == 200


class TestTyping:
    def test_a_draft_is_kept_on_the_server_and_comes_back_into_the_form(self, meeting, items, browse):
        answer = post(browse("district"), "meeting-draft", meeting.pk, items[0].pk, text="先写一半", version=0)

        assert answer.json()["version"] == 1
        page = browse("official").get(reverse("meeting", args=[meeting.pk]))
        assert "先写一半" in page.content.decode()

    def test_two_secretaries_both_keep_their_words(self, meeting, items, browse, decide, decision):
        post(browse("district"), "meeting-draft", meeting.pk, items[0].pk, text="甲的文字", version=0)
        late = post(browse("official"), "meeting-draft", meeting.pk, items[0].pk, text="乙的文字", version=0)
        assert (late.status_code, late.json()["theirs"]["text"]) == (409, ["甲的文字"])

        page = decide(items[0], {**decision, "text": "乙的文字", "version": 0}, name="official")
        words = page.content.decode()
        assert page.status_code == 409
        assert "甲的文字" in words
        assert "乙的文字" in words
        assert not Resolution.objects.exists()


class TestMinutes:
    def test_the_office_changes_them_and_only_the_convener_signs(self, ended, browse):
        pk = ended.meeting_id
        words = {"title": "纪要", "opening": "开头", "section_1": "无。", "section_2": "应当补办。", "version": 1}
        post(browse("district"), "meeting-minutes", pk, **words)
        browse("district").post(reverse("meeting-sign", args=[pk]))
        ended.refresh_from_db()
        assert (ended.sections[1]["text"], ended.signed_at) == ("应当补办。", None)

        browse("official").post(reverse("meeting-sign", args=[pk]))
        ended.refresh_from_db()
        assert ended.number == "上街联纪〔2026〕1号"
        page = browse("cadre").get(reverse("meeting-minutes", args=[pk]))
        assert "应当补办。" in page.content.decode()

    def test_a_second_text_is_shown_beside_the_kept_one(self, ended, browse):
        first = {"title": "纪要", "opening": "开头", "section_1": "甲", "section_2": "甲二", "version": 1}
        post(browse("district"), "meeting-minutes", ended.meeting_id, **first)
        page = post(browse("official"), "meeting-minutes", ended.meeting_id, **{**first, "section_2": "乙二"})

        assert page.status_code == 409
        assert "甲二" in page.content.decode()
        assert "乙二" in page.content.decode()

    def test_words_about_an_item_that_is_no_longer_in_them_are_shown_and_not_mixed_up(
        self, ended, items, browse, who, world
    ):
        at, office = world.now + 2 * DAY, who("district")
        meetings.resume(ended.meeting, by=office, now=at)
        meetings.take_back(council.fresh(items[0]), by=office, now=at)
        decision = {"lead_department": world.departments["housing"], "lead_post": world.cadre_post}
        meetings.put_on_agenda(council.fresh(items[1]), ended.meeting, by=office, now=at)
        meetings.resolve(
            council.fresh(items[1]), text="另一项。", due_at=world.now + 58 * DAY, **decision, by=office, now=at
        )
        meetings.end(ended.meeting, by=office, now=at)
        typed = {"section_2": "关于第一项写了很久。", "key_2": items[0].pk, "key_1": "review", "section_1": "无。"}
        page = post(browse("district"), "meeting-minutes", ended.meeting_id, title="纪要", opening="开头", version=1,
                    **typed)  # fmt: skip

        assert page.status_code == 409
        assert "关于第一项写了很久。" in page.content.decode()
        [_review, second] = page.context["sections"]
        assert (second.item, second.text) == (items[1], second.kept)

    def test_a_text_nobody_touched_comes_back_from_a_browser_as_it_was_drafted(self, ended, browse):
        AgendaItem.objects.filter(pk=ended.sections[1]["item"]).update(discussion="第一行。\n第二行。")
        browse("district").post(reverse("meeting-resume", args=[ended.meeting_id]))
        browse("district").post(reverse("meeting-end", args=[ended.meeting_id]))
        ended.refresh_from_db()
        drafted = ended.sections
        assert "\n" in drafted[1]["text"]
        sent = {f"section_{number}": each["text"].replace("\n", "\r\n") for number, each in enumerate(drafted, 1)}
        post(browse("district"), "meeting-minutes", ended.meeting_id, title="纪要", opening=ended.opening,
             version=ended.version, **sent)  # fmt: skip

        ended.refresh_from_db()
        assert (ended.title, ended.sections) == ("纪要", drafted)

    def test_a_text_that_is_too_long_is_refused_at_its_field_and_nothing_is_cut(self, ended, browse):
        long = "长" * 4001
        page = post(browse("district"), "meeting-minutes", ended.meeting_id, title="纪" * 121, opening="开头",
                    section_1="无。", section_2=long, version=1)  # fmt: skip

        assert (page.status_code, list(page.context["errors"])) == (422, ["title", "section_2"])
        assert [each.error for each in page.context["sections"]] == ["", "At most 4000 characters, please."]
        assert page.context["sections"][1].text == long
        ended.refresh_from_db()
        assert ended.version == 1

    def test_they_are_not_for_who_was_not_asked(self, ended, browse):
        assert browse("worker").get(reverse("meeting-minutes", args=[ended.meeting_id])).status_code == 404
        assert browse("outsider").get(reverse("meeting-minutes", args=[ended.meeting_id])).status_code == 404


class TestRegister:
    @pytest.fixture
    def signed(self, ended, who, world):
        council.sign(ended.meeting, by=who("district"), at=world.now + 2 * DAY)
        return Resolution.objects.get()

    def test_it_lists_filters_and_exports_what_was_decided(self, signed, browse):
        district = browse("district")
        for query, count in (({}, 1), ({"state": "late"}, 0), ({"q": "竣工"}, 1), ({"month": "2027-01"}, 1)):
            page = district.get(reverse("resolutions"), query)
            assert len(page.context["rows"]) == count, query

        file = b"".join(district.get(reverse("resolutions-export")).streaming_content).decode()
        assert signed.text in file
        assert ExportRecord.objects.get().query == "resolutions"

    def test_mine_are_those_my_post_leads(self, signed, browse):
        assert len(browse("cadre").get(reverse("my-resolutions")).context["rows"]) == 1
        assert not browse("worker").get(reverse("my-resolutions")).context["rows"]
        read = {
            name: browse(name).get(reverse("resolution", args=[signed.pk])).status_code
            for name in ("worker", "outsider")
        }
        assert read == {"worker": 200, "outsider": 404}  # the worker's unit supports it

    def test_it_is_struck_off_from_its_page(self, signed, browse):
        step = signed.milestones.get()
        cadre = browse("cadre")
        assert post(cadre, "resolution-apply", signed.pk, note="办了").status_code == 422
        post(cadre, "resolution-tick", signed.pk, step.pk)
        post(cadre, "resolution-apply", signed.pk, note="12户都领到证")
        post(browse("district"), "resolution-agree", signed.pk)
        post(browse("gridleader"), "resolution-agree", signed.pk)

        signed.refresh_from_db()
        assert signed.struck_off_at is not None
        assert Invitation.objects.filter(attendance="").count() == 0
