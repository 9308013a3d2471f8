"""A spreadsheet of matters somebody brought: what stands in its cells, and what became of each row."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents import privacy, sealing
from residents.detecting import NUMBERS_NOT_NEEDED

WORDS = ("text", "address")  # cells in which somebody may have typed an ID or card number, which is never kept
PRIVATE = ("name", "phone")  # cells about a person: sealed, and kept only until the case has them


class MatterSheet(models.Model):
    """One pasted or uploaded table of one person. Only cases.sheets writes it; it is forgotten after a month."""

    by = models.ForeignKey("grids.User", on_delete=models.CASCADE, related_name="matter_sheets", db_index=False)
    at = models.DateTimeField(_("at"))
    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64, editable=False)
    source = models.CharField(_("source"), max_length=20, blank=True)  # of rows that name none
    unknown_headings = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(_("taking asked for"), null=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("sheet of matters")
        verbose_name_plural = _("sheets of matters")
        # the same table sent twice is one sheet; its index also lists the sheets of one person
        constraints = [models.UniqueConstraint(fields=["by", "digest"], name="a_sheet_is_brought_once")]
        indexes = [
            # every night: sheets to forget
            models.Index(fields=["at"], name="sheet_age"),
        ]

    def __str__(self):
        return self.name


class SheetRow(models.Model):
    """One row: its cells as they were typed, and the case it became."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ASKED = "asked", _("Being logged")
        TAKEN = "taken", _("Logged")
        TWIN = "twin", _("Logged before")
        LEFT_OUT = "left_out", _("Left out")

    sheet = models.ForeignKey(MatterSheet, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row"))
    kept = models.JSONField(default=dict, editable=False)  # read and written as `cells`
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("row of a sheet")
        verbose_name_plural = _("rows of a sheet")
        constraints = [
            # its index also serves every list of a sheet's rows
            models.UniqueConstraint(fields=["sheet", "number"], name="rows_of_a_sheet_are_numbered"),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "twin"], case__isnull=False)
                | (~Q(state__in=["taken", "twin"]) & Q(case__isnull=True)),
                name="logged_rows_have_a_case",
            ),
        ]
        indexes = [
            # sweep: rows somebody asked for that no worker took
            models.Index(fields=["sheet"], name="sheet_rows_asked", condition=Q(state="asked")),
        ]

    def __str__(self):
        return f"{self.sheet_id}/{self.number}"

    @property
    def cells(self) -> dict[str, str]:
        """What stands in the row by the keys of its columns."""
        return {key: self._open(key, cell) if key in PRIVATE else cell for key, cell in self.kept.items()}

    @cells.setter
    def cells(self, cells: dict[str, str]) -> None:
        self.kept = {key: self._close(key, cell) for key, cell in cells.items()}

    def _close(self, key: str, cell: str) -> str:
        if key in PRIVATE:
            return sealing.seal(cell, row=self.form_key, column=key)
        return privacy.mask_text(cell, kinds=NUMBERS_NOT_NEEDED) if key in WORDS else cell

    def _open(self, key: str, sealed: str) -> str:
        return sealing.unseal(sealed, row=self.form_key, column=key)
