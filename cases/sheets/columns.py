"""The columns of a sheet of matters and the headings they are known by: a table an office could check."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One column: its key in a row's cells, its heading, other headings offices use, how long a cell may be."""

    key: str
    label: str
    others: tuple[str, ...]
    most: int
    width: int  # in the template, in characters
    hint: str = ""


COLUMNS = (
    Column("source", _("How it came"), ("来源", "渠道", "诉求来源", "source"), 40, 16,
           _("A word of the second sheet. Empty: what is chosen when the sheet is brought.")),
    Column("outside_number", _("Number there"), ("来源编号", "工单号", "工单编号", "受理编号", "编号"), 60, 20,
           _("The number 12345, Zhenghaopai or another office gave it. A number is logged once.")),
    Column("text", _("What happened"), ("什么事", "诉求内容", "内容", "问题描述", "反映内容", "事项", "text"), 5000, 50,
           _("Needed in every row.")),
    Column("category", _("Category"), ("类别", "分类", "问题类别", "诉求类型", "category"), 60, 18,
           _("Code or name of the second sheet. Empty: the intake desk decides.")),
    Column("grid", _("Grid"), ("网格", "所在网格", "社区", "所属社区", "grid"), 120, 24,
           _("Code or name. Empty: found by the exact place, else by the intake desk.")),
    Column("address", _("Exact place"), ("具体位置", "详细地址", "地址", "位置", "地点", "address"), 200, 30),
    Column("seen_at", _("Seen or told at"), ("发现时间", "反映时间", "来电时间", "时间", "日期", "seen at"), 40, 18,
           _("Like 2026-03-01 15:20.")),
    Column("name", _("Who asked"), ("反映人", "反映人姓名", "姓名", "联系人", "诉求人", "reporter"), 40, 12),
    Column("phone", _("Telephone"), ("电话", "联系电话", "手机", "手机号", "phone"), 20, 16),
    Column("households", _("Households concerned"), ("涉及户数", "户数", "households"), 6, 10),
    Column("hides_reporter", _("The unit must not learn who reported"), ("保密", "是否保密", "hidden"), 10, 12,
           _("“Yes” where it must not; else empty.")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
KEYS = tuple(BY_KEY)
WHAT_TO_MEND = _("What to mend")  # the last column of the file with the rows that are left; not read again


def plain(text: str) -> str:
    """Return a text as names and headings are compared: half-width, without blanks and signs, lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def key_of(heading: str) -> str:
    """Return the key of the column with a heading in either language; an empty string for an unknown one."""
    return _headings().get(plain(heading), "")


def is_ours(heading: str) -> bool:
    """Tell whether a heading is one that this product writes and does not read again."""
    return plain(heading) in _unread()


@cache
def _headings() -> dict[str, str]:
    found: dict[str, str] = {}
    for column in COLUMNS:
        for word in (*_in_every_language(column.label), *column.others, column.key):
            found.setdefault(plain(word), column.key)
    return found


@cache
def _unread() -> frozenset[str]:
    return frozenset(plain(word) for word in _in_every_language(WHAT_TO_MEND))


def _in_every_language(label) -> list[str]:
    words = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.append(str(label))
    return words
