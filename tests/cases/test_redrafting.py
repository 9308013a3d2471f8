"""Minutes drafted anew keep every word that somebody typed, and show what was decided otherwise since."""

from cases.meetings.redrafting import around, kept_draft


def minutes(*sections, title="关于测试的会议纪要", opening="会议开始。", sent_to="各参会单位"):
    """Return words of minutes: sections are (item, text)."""
    rows = [{"heading": f"{item}", "text": text, "item": item} for item, text in sections]
    return {"title": title, "opening": opening, "sent_to": sent_to, "sections": rows}


def texts(words):
    return [section["text"] for section in words["sections"]]


DRAFT = minutes((None, "无。"), (1, "听取了汇报。"))


def test_what_nobody_touched_is_drafted_anew():
    new = minutes((None, "无。"), (1, "会议认为应当补办。"), title="关于别的会议纪要")

    assert around(DRAFT, kept_draft(DRAFT), new) == (new, {})


def test_what_was_typed_stays_and_what_was_decided_since_stands_below_it():
    typed = minutes((None, "无。"), (1, "办公室写的。"), title="改过的标题", opening="改过的开头。")
    joined, left = around(
        typed, kept_draft(DRAFT), minutes((None, "一项逾期。"), (1, "暂缓研究。"), opening="新开头。")
    )

    assert (joined["title"], joined["opening"], left) == ("改过的标题", "改过的开头。", {})
    assert texts(joined) == ["一项逾期。", "办公室写的。\n暂缓研究。"]


def test_what_was_typed_is_not_doubled_when_nothing_else_was_decided():
    typed = minutes((None, "无。"), (1, "办公室写的。"))
    joined, _left = around(typed, kept_draft(DRAFT), DRAFT)
    again, _left = around(joined, kept_draft(DRAFT), DRAFT)

    assert texts(joined) == texts(again) == ["无。", "办公室写的。"]


def test_an_item_that_is_gone_leaves_its_typed_words_and_a_new_one_comes_in():
    typed = minutes((None, "无。"), (1, "办公室写的。"), (2, "没人动过。"))
    before = kept_draft(minutes((None, "无。"), (1, "听取了汇报。"), (2, "没人动过。")))
    joined, left = around(typed, before, minutes((None, "无。"), (3, "第三项。")))

    assert texts(joined) == ["无。", "第三项。"]
    assert left == {1: "办公室写的。"}


def test_of_a_draft_that_was_not_kept_every_word_counts_as_typed():
    joined, _left = around(DRAFT, {}, minutes((None, "无。"), (1, "暂缓研究。"), title="新标题"))

    assert joined["title"] == DRAFT["title"]
    assert texts(joined) == ["无。", "听取了汇报。\n暂缓研究。"]
