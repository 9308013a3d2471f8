"""What a category asks, version by version: a change is a new one, and old answers keep theirs."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from grids import asking


def readable(questions) -> None:
    """Refuse what grids.asking cannot read, in words for who edits it."""
    try:
        asking.read(questions)
    except asking.Malformed as wrong:
        raise ValidationError(str(wrong)) from wrong


class Questionnaire(models.Model):
    """One version of the questions of one category; the highest version is asked. Rows are never changed."""

    category = models.ForeignKey(
        "grids.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="questionnaires",
        db_index=False,
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    questions = models.JSONField(_("questions"), default=list, blank=True, validators=[readable])
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["category__code", "-version"]
        verbose_name = _("questions of a category")
        verbose_name_plural = _("questions of the categories")
        constraints = [models.UniqueConstraint(fields=["category", "version"], name="one_questionnaire_per_version")]
        triggers = [pgtrigger.Protect(name="versions_stay", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.category.code} v{self.version}"

    @property
    def asked(self) -> tuple[asking.Question, ...]:
        return asking.read(self.questions)
