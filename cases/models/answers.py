"""What the reporter answered to the questions of the category, with the version they were asked with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grids import asking


class Answers(models.Model):
    """The answers of one case; never shown in public. Written by cases.lifecycle, checked by grids.asking before."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="answers")
    questionnaire = models.ForeignKey(
        "grids.Questionnaire",
        verbose_name=_("questions"),
        on_delete=models.PROTECT,
        related_name="answers",
        db_index=False,
    )
    given = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        constraints = [models.CheckConstraint(condition=~models.Q(given={}), name="answers_answer_something")]

    def __str__(self):
        return f"{self.case_id}: {self.questionnaire_id}"

    @property
    def said(self) -> list[tuple[str, str]]:
        """Question and answer in the reader's language, in the order asked."""
        return asking.said(self.questionnaire.asked, self.given)
