"""Spreadsheets of matters: read a file into rows, tell what each row says, take the rows that are right."""

from cases.sheets.columns import COLUMNS
from cases.sheets.files import MOST_ROWS, BadSheet, Table, from_file, from_paste
from cases.sheets.reading import Reader, Reading
from cases.sheets.taking import KEPT, ask, bring, correct, forget_old, resend_stuck, take

__all__ = [
    "COLUMNS",
    "KEPT",
    "MOST_ROWS",
    "BadSheet",
    "Reader",
    "Reading",
    "Table",
    "ask",
    "bring",
    "correct",
    "forget_old",
    "from_file",
    "from_paste",
    "resend_stuck",
    "take",
]
