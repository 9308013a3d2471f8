"""The steps of a joint meeting (DOMAIN §3.7): vetting, notice, answers, sign-in, quorum, minutes, striking off."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection, transaction

from cases import lifecycle, meetings
from cases.meetings import climbing, following, minutes as papers, rhythm, units
from cases.models import (
    AgendaItem,
    Case,
    Invitation,
    JointMeeting,
    MeetingRule,
    Minutes,
    Notice,
    Resolution,
)
from grids.importing.divisions import DIVISIONS_FILE
from grids.models import Role
from tests.cases import meeting as council
from tests.cases.conftest import settle

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
There = Invitation.Attendance


@pytest.fixture
def proposed(bring, who, world):
    def propose(level=0, **more):
        case = bring("in_progress")
        return meetings.propose(case, reason="legacy", level=level, by=who("cadre"), now=world.now, **more)

    return propose


@pytest.fixture
def planned(proposed, who, world):
    """A meeting in two days with one item on its agenda: (meeting, item)."""
    meeting = meetings.call(world.district, held_at=world.now + 2 * DAY, by=who("district"), now=world.now)
    item = meetings.put_on_agenda(proposed(), meeting, by=who("district"), now=world.now)
    return meeting, item


def decision(world, **changes):
    return {
        "text": "由住建局牵头补办。", "lead_department": world.departments["housing"], "lead_post": world.cadre_post,
        "due_at": world.now + 58 * DAY, **changes,
    }  # fmt: skip


def errors(verb, *args, **kwargs) -> dict:
    with pytest.raises(lifecycle.Incomplete) as refused:
        verb(*args, **kwargs)
    return refused.value.errors


class TestVetting:
    def test_what_is_sent_back_leaves_the_pool_with_its_reason_and_may_be_proposed_again(self, proposed, who, world):
        item = proposed()
        assert "note" in errors(meetings.send_back, item, note=" ", by=who("district"), now=world.now)

        meetings.send_back(item, note="先由街道协调。", by=who("district"), now=world.now)
        case = Case.objects.get(pk=item.case_id)
        settle(case, world.now)

        assert not meetings.pool(world.district).exists()
        assert not case.in_meeting
        assert Notice.objects.filter(post=case.owner, event__kind="case.sent_back_from_meeting").exists()
        assert meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now)

    def test_what_is_merged_is_decided_with_the_other(self, proposed, who, world):
        first, second = proposed(), proposed()
        meetings.merge(second, first, by=who("district"), now=world.now)
        meeting, [first] = council.call_and_hold(
            world.district, [first], by=who("district"), at=world.now + 2 * DAY, now=world.now
        )
        meetings.resolve(first, **decision(world), by=who("district"), now=world.now + 2 * DAY)
        council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)

        second.refresh_from_db()
        cases = Case.objects.filter(pk__in=[first.case_id, second.case_id])
        assert second.state == AgendaItem.State.DECIDED
        assert {case.resolution_due_at for case in cases} == {world.now + 58 * DAY}
        assert not cases.filter(in_meeting=True).exists()

    def test_what_was_merged_waits_by_itself_when_the_other_is_sent_back(self, proposed, who, world):
        first, second = proposed(), proposed()
        meetings.merge(second, first, by=who("district"), now=world.now)
        meetings.send_back(first, note="重复。", by=who("district"), now=world.now)

        assert list(meetings.pool(world.district)) == [second]


class TestCalling:
    def test_the_units_concerned_are_asked_and_the_convener(self, planned, world):
        meeting, _item = planned

        asked = dict(meeting.invitations.values_list("post", "part"))
        assert asked[world.official_post.pk] == "convener"
        assert asked[world.cadre_post.pk] == "lead"

    def test_notice_is_given_a_working_day_before_or_two_hours_where_it_is_urgent(self, planned, who, world):
        meeting, _item = planned
        late = meeting.held_at - 3 * HOUR
        office = who("district")

        assert "held_at" in errors(meetings.give_notice, meeting, by=office, now=late)
        assert "held_at" in errors(meetings.give_notice, meeting, is_urgent=True, by=office, now=meeting.held_at - HOUR)
        meetings.give_notice(meeting, is_urgent=True, by=office, now=late)
        told = Notice.objects.filter(meeting=meeting, about="called").values_list("post", flat=True)
        assert set(told) == set(meeting.invitations.values_list("post", flat=True))

    def test_a_weekend_is_no_working_day_of_notice(self, who, world):
        monday = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
        meeting = meetings.call(world.district, held_at=monday, by=who("district"), now=world.now)

        saturday = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
        assert "held_at" in errors(meetings.give_notice, meeting, by=who("district"), now=saturday)

    def test_a_substitute_needs_a_name_and_an_authority(self, planned, who, world):
        meeting, _item = planned
        mine = meeting.invitations.get(post=world.cadre_post)

        missing = errors(meetings.reply, mine, answer="substitute", by=who("cadre"), now=world.now)
        assert set(missing) == {"substitute", "authority"}
        with pytest.raises(lifecycle.NotPermitted):
            meetings.reply(mine, answer="attend", by=who("worker"), now=world.now)
        mine = meetings.reply(
            mine, answer="substitute", substitute="许向晚", authority="可以表态", by=who("cadre"), now=world.now
        )
        assert mine.replied_by == world.people["cadre"]

    def test_everybody_is_told_when_it_is_moved_and_answers_again(self, planned, who, world):
        meeting, item = planned
        meetings.give_notice(meeting, by=who("district"), now=world.now)
        mine = meeting.invitations.get(post=world.cadre_post)
        meetings.reply(mine, answer="attend", by=who("cadre"), now=world.now)
        meetings.sign_in(mine, attendance="present", by=who("district"), now=world.now)
        meetings.move(meeting, held_at=meeting.held_at + 5 * DAY, by=who("district"), now=world.now)

        assert not meeting.invitations.exclude(reply="", attendance="", signed_in_at=None).exists()
        assert Notice.objects.filter(meeting=meeting, about="moved").count() == meeting.invitations.count()
        item.refresh_from_db()
        assert item.state == AgendaItem.State.ON_AGENDA

    def test_a_cancelled_meeting_gives_its_items_back_and_tells_everybody(self, planned, who, world):
        meeting, item = planned
        meetings.give_notice(meeting, by=who("district"), now=world.now)
        assert "note" in errors(meetings.cancel, meeting, note="", by=who("district"), now=world.now)
        meetings.cancel(meeting, note="防汛。", by=who("district"), now=world.now)

        assert list(meetings.pool(world.district)) == [item]
        assert item.case.events.get(kind="case.taken_off_agenda").note == "防汛。"
        assert Notice.objects.filter(meeting=meeting, about="cancelled").count() == meeting.invitations.count()

    def test_a_visit_is_written_down_for_the_item(self, planned, who, world):
        _meeting, item = planned
        missing = errors(
            meetings.record_visit, item, visited_at=world.now + DAY, present="", text="", by=who("district"),
            now=world.now,
        )  # fmt: skip
        assert set(missing) == {"visited_at", "present", "text"}
        meetings.record_visit(
            item, visited_at=world.now, present="房管、消防", text="缺一道防火门。", by=who("district"), now=world.now
        )
        assert item.visits.get().by == world.people["district"]


class TestQuorum:
    def test_without_notice_or_quorum_it_is_not_opened(self, planned, who, world):
        meeting, _item = planned
        office = who("district")
        assert "notice" in errors(meetings.open, meeting, by=office, now=meeting.held_at)

        meetings.give_notice(meeting, by=office, now=world.now)
        missing = errors(meetings.open, meeting, by=office, now=meeting.held_at)["quorum"]
        assert "召集人、房管" in missing
        for invitation in meeting.invitations.filter(part__in=["convener", "lead"]):
            meetings.sign_in(invitation, attendance=There.PRESENT, by=office, now=meeting.held_at)
        assert meetings.open(meeting, by=office, now=meeting.held_at).state == "in_session"

    def test_a_unit_that_leads_nothing_on_the_agenda_any_more_is_not_missing(self, planned, who, world):
        meeting, item = planned
        office = who("district")
        meetings.sign_in(
            meeting.invitations.get(part="convener"), attendance=There.PRESENT, by=office, now=meeting.held_at
        )
        assert meetings.quorum(meeting).missing == ("房管",)

        meetings.take_off_agenda(item, by=office, now=world.now)
        assert meetings.quorum(meeting)

    def test_a_substitute_with_authority_counts(self, planned, who, world):
        meeting, _item = planned
        office, mine = who("district"), meeting.invitations.get(post=world.cadre_post)
        assert "person" in errors(meetings.sign_in, mine, attendance=There.SUBSTITUTE, by=office, now=world.now)

        mine = meetings.reply(
            mine, answer="substitute", substitute="许向晚", authority="可以表态", by=office, now=world.now
        )
        mine = meetings.sign_in(mine, attendance=There.SUBSTITUTE, by=office, now=world.now)
        assert (mine.person, mine.is_there) == ("许向晚", True)

    def test_who_did_not_come_was_absent(self, planned, who, world):
        meeting, _item = planned
        meetings.invite(
            meeting, world.window_post, part="supporting", department=None, by=who("district"), now=world.now
        )
        meetings.give_notice(meeting, by=who("district"), now=world.now)
        for invitation in meeting.invitations.exclude(post=world.window_post):
            meetings.sign_in(invitation, attendance=There.PRESENT, by=who("district"), now=meeting.held_at)
        meeting = meetings.open(meeting, by=who("district"), now=meeting.held_at)
        meetings.end(meeting, by=who("district"), now=meeting.held_at + HOUR)

        assert meeting.invitations.get(post=world.window_post).attendance == There.ABSENT


@pytest.fixture
def session(proposed, who, world):
    """A meeting in session with one item: (meeting, item, the moment)."""
    at = world.now + 2 * DAY
    meeting, [item] = council.call_and_hold(world.district, [proposed()], by=who("district"), at=at, now=world.now)
    return meeting, item, at


class TestDeciding:
    def test_a_day_off_a_past_milestone_an_absent_lead_and_a_unit_without_post_are_refused(self, session, who, world):
        _meeting, item, at = session

        def refused(**changes):
            return errors(meetings.resolve, item, **decision(world, **changes), by=who("district"), now=at)

        assert "due_at" in refused(due_at=datetime(2026, 12, 5, 9, 0, tzinfo=UTC))  # a Saturday
        assert "milestones" in refused(milestones=[(date(2026, 11, 1), "过去")])
        assert "supporting" in refused(supporting=[world.departments["tax"]])
        works = {"lead_department": world.departments["municipal_works"], "lead_post": world.worker_post}
        assert "lead_department" in refused(**works)
        assert not Resolution.objects.exists()

    def test_nothing_is_put_off_to_a_day_off(self, session, who, world):
        _meeting, item, at = session
        saturday = {"review_date": date(2026, 12, 5), "note": "等档案。"}

        assert "review_date" in errors(meetings.defer, item, **saturday, by=who("district"), now=at)
        assert AgendaItem.objects.get(pk=item.pk).state == "on_agenda"

    def test_a_vacant_post_cannot_answer(self, session, who, world):
        _meeting, item, at = session
        world.cadre_post.postings.update(active_to=at - HOUR)

        assert "lead_post" in errors(meetings.resolve, item, **decision(world), by=who("district"), now=at)

    def test_an_item_may_get_further_decisions_and_the_first_lead_has_the_case(self, session, who, world):
        meeting, item, at = session
        meetings.invite(meeting, world.worker_post, part="supporting", by=who("district"), now=at)
        there = meeting.invitations.get(post=world.worker_post)
        meetings.sign_in(there, attendance=There.PRESENT, by=who("district"), now=at)
        meetings.resolve(item, **decision(world), by=who("district"), now=at)
        works = {
            "lead_department": world.departments["municipal_works"], "lead_post": world.worker_post,
            "due_at": world.now + 80 * DAY,
        }  # fmt: skip
        meetings.resolve_further(item, **decision(world, **works), by=who("district"), now=at)
        council.sign(meeting, by=who("district"), at=at)

        case = Case.objects.get(pk=item.case_id)
        assert (case.owner, case.resolution_due_at) == (world.cadre_post, world.now + 80 * DAY)
        assert world.departments["municipal_works"].pk in case.supporting_departments

    def test_a_decision_is_taken_back_before_signing_only(self, session, who, world):
        meeting, item, at = session
        meetings.resolve(item, **decision(world), by=who("district"), now=at)
        item = meetings.take_back(council.fresh(item), by=who("district"), now=at)
        assert item.state == AgendaItem.State.ON_AGENDA
        meetings.resolve(item, **decision(world), by=who("district"), now=at)
        council.sign(meeting, by=who("district"), at=at)

        with pytest.raises(lifecycle.NotPossible):
            meetings.take_back(council.fresh(item), by=who("district"), now=at)

    def test_nobody_s_typed_text_is_lost(self, session, who, world):
        _meeting, item, at = session
        mine, other = {"text": ["甲"]}, {"text": ["乙"]}
        begun = item.draft_version
        meetings.keep_draft(item, typed=mine, version=begun, by=who("district"), now=at)

        with pytest.raises(meetings.Overtaken) as overtaken:
            meetings.keep_draft(item, typed=other, version=begun, by=who("official"), now=at)
        assert (overtaken.value.theirs, overtaken.value.who) == (mine, "district")
        with pytest.raises(meetings.Overtaken):
            meetings.resolve(item, **decision(world), version=begun, by=who("official"), now=at)
        meetings.resolve(item, **decision(world), version=overtaken.value.version, by=who("official"), now=at)


class TestMinutes:
    @pytest.fixture
    def ended(self, session, who, world):
        meeting, item, at = session
        meetings.resolve(item, **decision(world), discussion="会议认为应当补办。", by=who("district"), now=at)
        meetings.end(meeting, by=who("district"), now=at)
        return Minutes.objects.select_related("meeting__grid").get(meeting=meeting)

    def edit(self, minutes, text, who, at, version=1):
        texts = [text] * len(minutes.sections)
        return meetings.edit(minutes, version=version, title="纪要", opening="开头", sections=texts, by=who, now=at)

    def test_they_are_drafted_from_the_data_and_told_to_the_convener(self, ended, world):
        assert [section["heading"][:2] for section in ended.sections] == ["一、", "二、"]
        assert ended.sections[1]["text"] == "会议认为应当补办。"
        assert "2026年11月25日9时" in ended.opening
        assert Notice.objects.filter(post=world.official_post, about="to_sign").exists()

    def test_a_first_meeting_has_nothing_to_look_back_on(self, ended):
        assert ended.sections[0]["text"] == "此前无议定事项。"

    def test_only_the_convener_signs_and_until_then_nothing_is_in_force(self, ended, who, world):
        assert Case.objects.get(pk=ended.sections and AgendaItem.objects.get().case_id).resolution_due_at is None
        with pytest.raises(lifecycle.NotPermitted):
            meetings.sign_off(ended, by=who("district"), now=world.now + 2 * DAY)

        signed = meetings.sign_off(ended, by=who("official"), now=world.now + 2 * DAY)
        assert signed.number == "上街联纪〔2026〕1号"
        assert Resolution.objects.get().in_force_at == world.now + 2 * DAY

    def test_every_district_and_zone_has_a_code_of_its_own(self, world):
        names = [each["name"] for each in json.loads(DIVISIONS_FILE.read_text(encoding="utf-8"))["districts"]]
        codes = {}
        for name in names:
            world.district.name = name
            codes[name] = papers.wording.code(world.district)

        assert " ".join(codes.values()) == (
            "中原 二七 管城 金水 上街 惠济 中牟 郑经开 郑高新 郑航空港 巩义 荥阳 新密 新郑 登封"
        )

    @pytest.mark.parametrize("note", ["因政策未定。", "由于政策未定", "政策未定。"])
    def test_why_an_item_was_put_off_reads_well(self, session, who, world, note):
        meeting, item, at = session
        day = (world.now + 16 * DAY).date()
        meetings.defer(item, review_date=day, note=note, by=who("district"), now=at)
        meetings.end(meeting, by=who("district"), now=at)

        assert Minutes.objects.get(meeting=meeting).sections[1]["text"].startswith("因政策未定，暂缓研究")

    def test_two_secretaries_see_both_texts(self, ended, who, world):
        at = world.now + 2 * DAY
        self.edit(ended, "甲的文字", who("district"), at)

        with pytest.raises(meetings.Overtaken) as overtaken:
            self.edit(ended, "乙的文字", who("official"), at)
        assert overtaken.value.theirs.sections[0]["text"] == "甲的文字"

    def test_signed_minutes_are_locked_in_the_database_and_mended_by_a_supplement(self, ended, who, world):
        at = world.now + 2 * DAY
        signed = meetings.sign_off(ended, by=who("official"), now=at)

        for change in (
            lambda: Minutes.objects.filter(pk=signed.pk).update(title="改"),
            lambda: Minutes.objects.filter(pk=signed.pk).delete(),
            lambda: Resolution.objects.update(due_at=at),
            lambda: Resolution.objects.update(text="改"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        with pytest.raises(lifecycle.NotPossible):
            self.edit(signed, "再改", who("district"), at)
        meetings.supplement(signed, text="“补办”应为“容缺补办”。", by=who("official"), now=at)
        with pytest.raises(DatabaseError), transaction.atomic():
            signed.supplements.update(text="改")

    def test_what_is_typed_into_them_is_kept_without_private_numbers_and_hidden_names(self, bring, who, world):
        at, office = world.now + 2 * DAY, who("district")
        cases = [
            bring("in_progress", hides_reporter=True, name=name, phone=phone)
            for name, phone in (("孟晓雨", "13812342706"), ("周大海", "13700002222"))
        ]
        items = [meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now) for case in cases]
        meeting, items = council.call_and_hold(world.district, items, by=office, at=at, now=world.now)
        for item in items:
            meetings.resolve(item, **decision(world), by=office, now=at)
        meetings.end(meeting, by=office, now=at)
        minutes = Minutes.objects.select_related("meeting__grid").get(meeting=meeting)
        said = "孟晓雨（13812342706）、周大海（13700002222）和另一人（13911112222）到会。"
        review, *texts = ["", "孟晓雨13812342706来过。", "周大海13700002222来过。"]
        edited = meetings.edit(
            minutes, version=1, title=said, opening=said, sections=[review, *texts], by=office, now=at
        )
        signed = meetings.sign_off(edited, by=who("official"), now=at)
        added = meetings.supplement(signed, text=said, by=who("official"), now=at)

        for words in (signed.title, signed.opening, *(each["text"] for each in signed.sections), added.text):
            for known in ("孟晓雨", "周大海", "2706", "2222"):
                assert known not in words.replace("139****2222", "")
        assert "来过" in signed.sections[1]["text"]

    def test_a_supplement_sent_twice_is_signed_once(self, ended, who, world):
        at = world.now + 2 * DAY
        signed = meetings.sign_off(ended, by=who("official"), now=at)
        meetings.supplement(signed, text="“补办”应为“容缺补办”。", by=who("official"), now=at)

        assert "text" in errors(
            meetings.supplement, signed, text=" “补办”应为“容缺补办”。\n", by=who("official"), now=at
        )
        meetings.supplement(signed, text="另一处更正。", by=who("official"), now=at)
        assert signed.supplements.count() == 2

    def test_signing_is_all_or_nothing(self, proposed, who, world):
        at, office = world.now + 2 * DAY, who("district")
        meeting, items = council.call_and_hold(
            world.district, [proposed(), proposed()], by=office, at=at, now=world.now
        )
        for item in items:
            meetings.resolve(item, **decision(world), by=office, now=at)
        meetings.end(meeting, by=office, now=at)
        minutes = Minutes.objects.select_related("meeting__grid").get()
        Case.objects.filter(pk=items[1].case_id).update(state="reported")  # nothing a meeting could hand over

        with pytest.raises(lifecycle.NotPossible):
            meetings.sign_off(minutes, by=who("official"), now=at)
        minutes.refresh_from_db()
        assert (minutes.signed_at, minutes.number) == (None, "")
        assert not Resolution.objects.filter(in_force_at__isnull=False).exists()
        assert Case.objects.get(pk=items[0].case_id).resolution_due_at is None

    def test_what_was_solved_meanwhile_is_not_handed_over_again(self, ended, who, world):
        case = AgendaItem.objects.get().case
        Case.objects.filter(pk=case.pk).update(state="merged", merged_into=case.pk)

        meetings.sign_off(ended, by=who("official"), now=world.now + 2 * DAY)
        assert Case.objects.get(pk=case.pk).state == "merged"

    def test_numbers_run_within_unit_and_year(self, ended):
        assert papers.wording.number(ended.meeting, 2026, 3) == "上街联纪〔2026〕3号"
        MeetingRule.objects.create(level=0, grid=ended.meeting.grid, rhythm="monthly", document_code="上街长效")
        assert papers.wording.number(ended.meeting, 2026, 3) == "上街长效联纪〔2026〕3号"
        assert [papers.wording.numeral(n) for n in (1, 10, 11, 20, 23)] == ["一", "十", "十一", "二十", "二十三"]


class TestFollowing:
    @pytest.fixture
    def running(self, session, who, world):
        meeting, item, at = session
        steps = [(date(2026, 12, 10), "缺件清单"), (date(2026, 12, 21), "登记")]
        resolution = meetings.resolve(item, **decision(world, milestones=steps), by=who("district"), now=at)
        council.sign(meeting, by=who("district"), at=at)
        return following.loaded().get(pk=resolution.pk)

    def test_steps_have_lamps(self, running, world):
        def lamps(day):
            return [step.lamp for step in following.steps(running, datetime(2026, 12, day, 2, tzinfo=UTC))]

        assert [lamps(day) for day in (1, 8, 12)] == [["green", "green"], ["amber", "green"], ["red", "green"]]

    def test_striking_off_needs_the_lead_s_word_the_office_and_the_grid_leader(self, running, who, world):
        at = world.now + 30 * DAY
        assert "milestones" in errors(meetings.apply_for_striking_off, running, note="办了", by=who("cadre"), now=at)
        with pytest.raises(lifecycle.NotPossible):
            meetings.agree(running, by=who("district"), now=at)
        for step in running.milestones.all():
            meetings.finish_milestone(step, by=who("cadre"), now=at)
        running = following.loaded().get(pk=running.pk)
        meetings.apply_for_striking_off(running, note="12户都领到证。", by=who("cadre"), now=at)
        assert meetings.agree(running, by=who("district"), now=at).struck_off_at is None
        with pytest.raises(lifecycle.NotPermitted):
            meetings.agree(running, by=who("worker"), now=at)

        assert meetings.agree(running, by=who("gridleader"), now=at).struck_off_at == at

    def test_a_missed_date_goes_to_the_level_above_once(self, bring, who, world):
        case = bring("in_progress")
        item = meetings.propose(case, reason="legacy", level=1, by=who("cadre"), now=world.now)
        at = world.now + 2 * DAY
        meeting, [item] = council.call_and_hold(world.street, [item], by=who("street"), at=at, now=world.now)
        meetings.resolve(item, **decision(world, due_at=world.now + 9 * DAY), by=who("street"), now=at)
        council.sign(meeting, by=who("street"), at=at)

        assert meetings.climb_missed(world.now + 8 * DAY) == {"climbed": 0, "failed": 0}
        assert meetings.climb_missed(world.now + 10 * DAY) == {"climbed": 1, "failed": 0}
        assert meetings.climb_missed(world.now + 10 * DAY) == {"climbed": 0, "failed": 0}
        [higher] = meetings.pool(world.district)
        assert (higher.case, higher.reason) == (case, "missed")

    def test_the_next_meeting_begins_with_how_it_stands(self, running, who, world):
        later = meetings.call(world.district, held_at=world.now + 60 * DAY, by=who("district"), now=world.now)

        [standing] = following.before(later)
        assert (standing.resolution, standing.is_on_time) == (running, False)

    def test_what_waits_for_another_meeting_keeps_nothing_else_from_climbing(
        self, running, proposed, who, world, monkeypatch
    ):
        at = world.now + 3 * DAY
        meeting, [item] = council.call_and_hold(world.district, [proposed()], by=who("district"), at=at, now=world.now)
        later = meetings.resolve(item, **decision(world, due_at=world.now + 59 * DAY), by=who("district"), now=at)
        council.sign(meeting, by=who("district"), at=at)
        meetings.propose(running.item.case, reason="legacy", level=0, by=who("cadre"), now=at)
        monkeypatch.setattr(climbing, "MOST", 1)

        assert meetings.climb_missed(world.now + 60 * DAY) == {"climbed": 1, "failed": 0}
        later.refresh_from_db()
        assert later.climbed_at

    def test_the_sweep_ends_when_the_worker_s_time_is_up(self, running, world):
        def time_is_up(execute, sql, *rest):
            if "FOR" in sql and "UPDATE" in sql:
                raise SoftTimeLimitExceeded
            return execute(sql, *rest)

        with connection.execute_wrapper(time_is_up), pytest.raises(SoftTimeLimitExceeded):
            meetings.climb_missed(world.now + 60 * DAY)


class TestRhythm:
    def days(self, *, weekday, rhythm_name, start, until):
        return list(rhythm.days(MeetingRule(rhythm=rhythm_name, weekday=weekday), start, until))

    def test_each_level_has_its_own(self, db):
        assert dict(MeetingRule.objects.filter(grid=None).values_list("level", "rhythm")) == {
            2: "weekly", 1: "fortnightly", 0: "monthly", -1: "quarterly",
        }  # fmt: skip

    def test_a_regular_day_on_a_holiday_goes_to_the_next_working_day(self, db):
        weekly = self.days(weekday=2, rhythm_name="weekly", start=date(2026, 9, 28), until=date(2026, 10, 16))
        assert weekly == [date(2026, 9, 29), date(2026, 10, 8), date(2026, 10, 13)]

    def test_two_regular_days_in_one_long_holiday_are_held_once(self, db):
        weekly = self.days(weekday=2, rhythm_name="weekly", start=date(2026, 2, 9), until=date(2026, 3, 4))
        assert weekly == [date(2026, 2, 10), date(2026, 2, 24), date(2026, 3, 3)]

    def test_every_two_weeks_stays_so_over_a_year_of_53_weeks(self, db):
        turn = {"start": date(2026, 12, 1), "until": date(2027, 2, 10)}
        found = self.days(weekday=2, rhythm_name="fortnightly", **turn)

        assert {(later - earlier).days for earlier, later in pairwise(found)} == {14}
        assert found[0] == date(2026, 12, 8)

    def test_monthly_and_quarterly_take_the_first_such_weekday(self, db):
        year = {"start": date(2026, 1, 1), "until": date(2026, 12, 31)}
        assert len(self.days(weekday=2, rhythm_name="monthly", **year)) == 12
        assert [day.month for day in self.days(weekday=2, rhythm_name="quarterly", **year)] == [1, 4, 7, 10]


class TestCity:
    def test_once_its_row_names_an_office_the_district_passes_up_and_the_city_decides(self, session, who, world):
        _meeting, item, at = session
        rule = MeetingRule.objects.get(level=-1)
        rule.convener = world.supervisor_post
        rule.save()
        rule.office.add(world.supervisor_post)
        higher = meetings.pass_up(item, note="要市里定。", by=who("district"), now=at)

        assert higher.grid is None
        assert units.managed_by(who("supervisor")) == [None]
        city, [higher] = council.call_and_hold(None, [higher], by=who("supervisor"), at=at + 2 * DAY, now=at + HOUR)
        meetings.resolve(higher, **decision(world), by=who("supervisor"), now=at + 2 * DAY)
        minutes = council.sign(city, by=who("supervisor"), at=at + 2 * DAY)
        assert minutes.number == "郑联纪〔2026〕1号"
        assert Case.objects.get(pk=higher.case_id).resolution_due_at == world.now + 58 * DAY
        assert JointMeeting.objects.get(pk=city.pk).convener.role == Role.SUPERVISOR
