"""Finished cases forget who reported them; what happened stays. Every kind of data has its time in one table."""

import io
import threading
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections, models, transaction
from django.utils import timezone

from cases import lifecycle, meetings, permissions, retention, supervision, whistles
from cases.lifecycle import forgetting
from cases.models import AgendaItem, Answers, BoardPrint, Case, CaseEvent, Rating, Resolution, Whistle
from cases.square import printing
from grids.models import Post, Questionnaire
from residents import blocking, phone_codes
from residents.models import Block, PhoneCode, Resident
from zhengzhou_grid import schedule

AFTER = timedelta(days=180)
ABOUT_A_CASE = {Case, AgendaItem, Resolution, Whistle}
PERSON = {"name": "孟晓雨", "phone": "13812342706"}
QUESTIONS = [
    {"code": "who", "kind": "text", "zh": "谁管", "en": "Who sees to it"},
    {
        "code": "wrong", "kind": "several", "zh": "什么问题", "en": "What is wrong",
        "options": [{"code": "dark", "zh": "不亮", "en": "Dark"}, {"code": "broken", "zh": "坏了", "en": "Broken"}],
    },
]  # fmt: skip
TEXT = "楼道灯不亮，请打 13900001111，车是豫A12345。"


@pytest.fixture
def closed(bring, world):
    def do(**more):
        return bring("closed", **{**PERSON, "text": TEXT, **more})

    return do


def rows() -> str:
    """Return every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        texts = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def later(world, days):
    return world.now + timedelta(days=days)


class TestPseudonymising:
    def test_it_waits_for_its_day(self, closed, world):
        case = closed()

        assert forgetting.pseudonymise(later(world, 194), AFTER).cases == 0
        assert forgetting.pseudonymise(later(world, 196), AFTER).cases == 1
        case.refresh_from_db()
        assert case.pseudonymised_at == later(world, 196)

    def test_nothing_of_the_person_is_left_and_what_happened_stays(self, closed, who, world):
        case = closed()
        lifecycle.reply(case, note="电话 13812342706 没人接。", by=who("street"), now=world.now)
        Rating.objects.create(case=case, solved="yes", satisfaction="satisfied", text="打 13700001111", at=world.now)
        before = Case.objects.values("category", "grid", "state", "closed_at", "result", "reported_at").get()

        done = forgetting.pseudonymise(later(world, 200), AFTER)

        assert (done.cases, done.contacts, done.texts) == (1, 1, 3)
        assert Case.objects.values(*before).get() == before
        case = Case.objects.get()
        assert (case.reporter.name, case.reporter.phone, case.reporter.phone_index, case.form_digest) == ("",) * 4
        assert case.text == "楼道灯不亮，请打 139****1111，车是豫A****5。"
        assert not any(word in rows() for word in (*PERSON.values(), "13900001111", "13700001111", "豫A12345"))

    def test_it_leaves_an_event_without_a_word_about_the_person(self, closed, world):
        case = closed()
        forgetting.pseudonymise(later(world, 200), AFTER)

        event = CaseEvent.objects.get(case=case, kind="case.pseudonymised")
        assert (event.note, event.data, event.by, event.is_public) == ("", {}, None, False)

    def test_names_in_the_texts_go_with_the_contact(self, closed, who, world):
        case = closed(text="我是孟晓雨，楼道灯不亮。", address="3号楼孟晓雨家")
        lifecycle.reply(case, note="孟晓雨您好，已修好。", by=who("street"), now=world.now)
        forgetting.pseudonymise(later(world, 200), AFTER)

        assert Case.objects.get().text == "我是***，楼道灯不亮。"
        assert "孟晓雨" not in rows()

    def test_the_place_stays_down_to_the_building(self, closed, world):
        closed(text="1502室没有灯。", address="建设路 3号楼2单元1502室")
        forgetting.pseudonymise(later(world, 200), AFTER)

        case = Case.objects.get()
        assert (case.address, case.text) == ("建设路 3号楼**单元***室", "***室没有灯。")

    def test_who_signed_with_the_reporter_is_forgotten_with_them(self, closed, world):
        case = closed(
            text="和周大海一起反映，他的电话 13700002222。", co_signers=(("周大海", "13700002222"), ("", "13700003333"))
        )
        assert Resident.objects.exclude(name_sealed="", phone_sealed="").count() == 3
        done = forgetting.pseudonymise(later(world, 200), AFTER)

        assert done.contacts == 3
        assert case.co_signers.count() == 2, "how many they were stays"
        assert [(one.resident.name, one.resident.phone) for one in case.co_signers.all()] == [("", "")] * 2
        assert not any(word in rows() for word in ("周大海", "13700002222", "13700003333"))

    def test_answers_to_the_questions_hold_nobody_any_more(self, closed, world):
        asked = Questionnaire.objects.create(category=world.categories["I01"], questions=QUESTIONS)
        given = {"who": "孟晓雨，13900001111", "wrong": ["dark", "broken"]}
        closed(questionnaire=asked, answers=given)
        forgetting.pseudonymise(later(world, 200), AFTER)

        assert Answers.objects.get().given == {"who": "***，139****1111", "wrong": ["dark", "broken"]}

    def test_what_reporters_add_and_what_offices_write_about_it_holds_nobody_any_more(self, bring, who, world):
        said, street, now = "孟晓雨 13900001111 说还没好。", who("street"), world.now
        case = bring("in_progress", text=TEXT, **PERSON)
        lifecycle.add_remark(case, note=said, by=permissions.REPORTER, now=now)
        notice = supervision.issue(case, kind="red", grounds=said, demand=said, by=who("official"), now=now)
        supervision.answer(notice, text=said, by=who("cadre"), now=now)
        until = now + timedelta(hours=2)
        whistles.blow(case, posts=[world.worker_post], place="3号楼", note=said, until=until, by=street, now=now)
        meetings.propose(case, reason="legacy", level=1, problem=said, tried=said, asked=said, by=street, now=now)
        Case.objects.filter(pk=case.pk).update(state="voided", changed_at=now)
        assert "孟晓雨" in rows()
        forgetting.pseudonymise(later(world, 200), AFTER)

        assert not any(word in rows() for word in (*PERSON.values(), "13900001111"))

    def test_households_that_joined_stay_counted_for_nobody_knows_who_they_are(self, closed, report, world):
        case = report("B01", may_be_public=True, **PERSON)
        lifecycle.join(case, key=uuid.uuid4(), by=permissions.REPORTER, now=world.now)
        Case.objects.filter(pk=case.pk).update(state="voided", changed_at=world.now)
        forgetting.pseudonymise(later(world, 200), AFTER)

        assert (Case.objects.get().households, case.joined.count()) == (2, 1)

    def test_telephones_of_offices_stay(self, closed, world):
        Post.objects.filter(pk=world.street_post.pk).update(phone="0371-67881234")
        closed(text="我打过 0371-67881234 和 0371-66660000。")
        forgetting.pseudonymise(later(world, 200), AFTER)

        assert Case.objects.get().text == "我打过 0371-67881234 和 0371-****0000。"

    def test_a_second_run_and_a_restored_backup_come_to_the_same(self, closed, world):
        closed()
        forgetting.pseudonymise(later(world, 200), AFTER)
        assert forgetting.pseudonymise(later(world, 201), AFTER) == forgetting.Done()
        Case.objects.update(pseudonymised_at=None)  # as the backup has it

        assert forgetting.pseudonymise(later(world, 202), AFTER).cases == 1

    @pytest.mark.parametrize("state", ["assigned", "in_progress", "feedback", "verified"])
    def test_an_open_case_keeps_its_reporter_however_old(self, state, bring, world):
        bring(state, **PERSON)

        assert forgetting.pseudonymise(later(world, 2000), AFTER).cases == 0

    def test_what_is_opened_again_is_looked_through_again(self, closed, who, world):
        case = closed()
        forgetting.pseudonymise(later(world, 200), AFTER)
        lifecycle.reopen(case, note="又坏了。", by=who("district"), now=later(world, 201))

        assert Case.objects.get().pseudonymised_at is None

    def test_a_wish_comes_first(self, closed, world):
        closed()
        Case.objects.update(erasure_asked_at=world.now)

        assert forgetting.pseudonymise(later(world, 14), AFTER).cases == 0
        assert forgetting.pseudonymise(later(world, 16), AFTER).contacts == 1

    def test_a_person_with_another_open_case_is_kept_until_that_is_over(self, closed, bring, world):
        case, other = closed(), bring("assigned")
        Case.objects.filter(pk=other.pk).update(reporter=case.reporter)

        assert forgetting.pseudonymise(later(world, 200), AFTER).contacts == 0
        assert Resident.objects.get().name == PERSON["name"]

    def test_it_goes_in_batches_and_stops_at_the_limit(self, closed, world, monkeypatch):
        monkeypatch.setattr(forgetting, "BATCH", 2)
        for _each in range(5):
            closed()

        assert forgetting.pseudonymise(later(world, 200), AFTER, limit=4).cases == 4
        assert forgetting.pseudonymise(later(world, 200), AFTER, limit=4).cases == 1

    def test_the_command_counts_first_and_then_does_it(self, closed, settings):
        settings.CONTACT_DAYS = 0
        closed(at=timezone.now() - timedelta(days=30))

        def said(*arguments):
            out = io.StringIO()
            call_command("pseudonymise", *arguments, stdout=out)
            return out.getvalue()

        assert "Due: 1 cases" in said("--dry-run")
        assert Resident.objects.get().name == PERSON["name"]
        assert "1 cases, 1 contacts, 1 texts" in said()


OF_THE_OFFICE = {  # what is written about a case without a person in it, or stays as it was signed
    "Approval": {"reason"},
    "Case": {"number", "form_digest", "query_code_hash", "outside_number", "triage_reason", "asked_of"},
    "CaseEvent": {"kind", "from_state", "to_state", "last_error"},
    "CoHandlingOrder": {"limit"},
    "HandoverItem": {"number", "title", "state", "lamp"},  # titles name nobody
    "Milestone": {"text"},
    "Photo": {"sha256", "image", "thumbnail"},
    "Resolution": {"text", "acceptance"},
    "SheetRow": {"trouble"},
    "StageClock": {"limit"},
    "SupervisionNotice": {"number"},
}


def test_every_text_that_somebody_writes_about_a_case_is_looked_through():
    known = {(model, name) for model, _way, names in forgetting.TEXTS for name in names}
    known |= {(Case, name) for name in forgetting.CASE_TEXTS}
    missing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("cases").get_models()
        if model is Case or any(step.related_model in ABOUT_A_CASE for step in model._meta.concrete_fields)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.FileField) and not field.choices
        if (model, field.name) not in known and field.name not in OF_THE_OFFICE.get(model.__name__, ())
    ]

    assert missing == []


@pytest.mark.django_db(transaction=True)
def test_a_row_somebody_holds_is_left_for_the_next_run(closed, world):
    case, _other = closed(), closed()
    held, go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            held.set()
            go.wait(10)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    try:
        assert forgetting.pseudonymise(later(world, 200), AFTER).cases == 1
    finally:
        go.set()
        holder.join()
    assert forgetting.pseudonymise(later(world, 200), AFTER).cases == 1


class TestRetention:
    def test_the_clock_goes_through_the_table_every_night(self):
        assert schedule.beat_schedule["forget"]["task"] == "cases.forget"
        assert [kept.what for kept in retention.TABLE] == [
            "contacts",
            "sheets",
            "boards",
            "tallies",
            "codes",
            "blocks",
            "sessions",
        ]

    def test_one_that_fails_keeps_none_of_the_others(self, closed, world, monkeypatch):
        def fail(_now, _after):
            raise RuntimeError("no such table")

        monkeypatch.setattr(retention, "TABLE", (retention.Kept("broken", timedelta(0), fail), *retention.TABLE))
        Session.objects.create(session_key="over", session_data="x", expire_date=timezone.now() - timedelta(hours=1))
        Session.objects.create(session_key="open", session_data="x", expire_date=timezone.now() + timedelta(hours=1))
        closed()

        done = retention.forget(later(world, 3 * 365 + 16))

        assert "broken" not in done
        assert done["contacts"].cases == 1
        assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]

    def test_codes_and_blocks_that_are_over_are_deleted(self, world):
        now = world.now
        phone_codes.ask("13812342706", language="en", now=now - timedelta(days=2))
        phone_codes.ask("13812342706", language="en", now=now)
        chief = world.people["admin"] if "admin" in world.people else world.people["street"]
        past, ends = now - timedelta(days=9), now - timedelta(days=2)
        blocking.block("phone", "13812342706", reason="flood", until=ends, by=chief, now=past)
        blocking.block("phone", "13812342707", reason="flood", until=now + timedelta(days=2), by=chief, now=now)

        done = retention.forget(now)

        assert (done["codes"], done["blocks"]) == (1, 1)
        assert (PhoneCode.objects.count(), Block.objects.count()) == (1, 1)

    def test_boards_in_one_file_are_forgotten_after_a_day(self, world, now):
        printing.ask(world.community, "https://grid.example", now - timedelta(hours=25))

        assert retention.forget(now)["boards"] == 1
        assert not BoardPrint.objects.exists()

    def test_every_kind_is_told_in_the_manual(self, settings):
        manual = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")

        assert all(f"`{kept.what}`" in manual for kept in retention.TABLE)


def test_a_reporter_is_kept_as_long_as_somebody_may_object(bring, world):
    case = bring("closed", **PERSON)

    assert not forgetting.is_out_of_use(case, later(world, 14))
    assert forgetting.is_out_of_use(case, later(world, 15))
    assert permissions.may_reveal(case, permissions.REPORTER).reason
