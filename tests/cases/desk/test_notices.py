"""The bell and the page behind it."""

from cases.models import Notice


def test_the_bell_counts_what_my_posts_have_not_read(desk, bring):
    bring("assigned")

    assert Notice.objects.filter(read_at=None).exists()
    assert b"bell-count" in desk("cadre").get("/desk/").content
    assert b"bell-count" not in desk("outsider").get("/desk/").content


def test_the_page_lists_notices_and_one_button_marks_them_read(desk, bring):
    case = bring("assigned")

    assert case.number in desk("cadre").get("/desk/notices/").content.decode()
    desk("cadre").post("/desk/notices/")

    assert b"bell-count" not in desk("cadre").get("/desk/").content
    assert case.number in desk("cadre").get("/desk/notices/").content.decode()


def test_nobody_marks_the_notices_of_others(desk, bring):
    bring("assigned")

    desk("outsider").post("/desk/notices/")

    assert b"bell-count" in desk("cadre").get("/desk/").content
