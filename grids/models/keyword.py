"""Words people use for a kind of matter, and words that mean danger: a table that an official may edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Keyword(models.Model):
    """A word that speaks for a category; without a category it means danger, and the emergency numbers come first."""

    word = models.CharField(_("word"), max_length=20)
    category = models.ForeignKey(
        "grids.Category",
        verbose_name=_("category"),
        on_delete=models.CASCADE,
        related_name="keywords",
        null=True,
        blank=True,
        help_text=_("Empty: the word means danger."),
    )

    class Meta:
        ordering = ["category__code", "word"]
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        constraints = [
            models.UniqueConstraint(fields=["word", "category"], name="a_word_once_a_category", nulls_distinct=False),
            models.CheckConstraint(condition=~models.Q(word=""), name="a_keyword_has_signs"),
        ]

    def __str__(self):
        return self.word
