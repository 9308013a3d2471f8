"""A matter of another system is here once, whoever types its number, and when."""

import threading

import pytest
from django.db import IntegrityError, connection

from cases import lifecycle, permissions
from cases.models import Case, CaseEvent


def take(now, number="AB-1", **more):
    told = lifecycle.Report(text="路灯不亮", source="hotline_12345", outside_number=number, **more)
    return lifecycle.report(told, by=permissions.SYSTEM, now=now)


@pytest.mark.parametrize("typed", ["AB-1", " ab-1 ", "ＡＢ－１", "\u3000Ab-1\n"])
def test_a_number_is_kept_in_one_form(world, typed):
    assert take(world.now, typed).case.outside_number == "AB-1"


def test_a_number_too_long_once_it_is_written_out_is_said_so(world):
    with pytest.raises(lifecycle.Incomplete) as refused:
        take(world.now, "㍿" * 16)
    assert "outside_number" in refused.value.errors


def test_the_database_itself_refuses_a_second_one(world):
    take(world.now)
    second = take(world.now, "AB-2").case

    with pytest.raises(IntegrityError, match="an_outside_number_is_logged_once"):
        Case.objects.filter(pk=second.pk).update(outside_number="AB-1")


@pytest.mark.django_db(transaction=True)
def test_five_at_once_make_one_case_and_the_others_are_told_its_number(world):
    start, answers = threading.Barrier(5), []

    def work():
        start.wait()
        try:
            answers.append(take(world.now).case.number)
        except lifecycle.AlreadyLogged as error:
            answers.append(error)
        connection.close()

    threads = [threading.Thread(target=work) for _n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    case = Case.objects.get()
    told = [answer for answer in answers if isinstance(answer, lifecycle.AlreadyLogged)]
    assert len(told) == 4
    assert all(case.number in error.reason for error in told)
    assert CaseEvent.objects.filter(case=case, kind="case.reported").count() == 1
