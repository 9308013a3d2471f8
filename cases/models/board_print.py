"""All notice boards of a community as one file: asked for, being made by the worker, made."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models import Grid, User


class BoardPrintQuerySet(models.QuerySet):
    """Named queries over files of boards."""

    def showing(self, person: User):
        """Return the files, made or being made, whose boards may show somebody: those of the grids they have led."""
        return self.filter(community__in=Grid.objects.filter(posts__postings__person=person).values("parent"))


class BoardPrint(models.Model):
    """The latest file of one community. Written by cases.square.printing; forgotten after a day, for people change."""

    community = models.OneToOneField(
        "grids.Grid", verbose_name=_("community"), on_delete=models.CASCADE, related_name="board_print"
    )
    base = models.CharField(max_length=200)  # what the addresses in its QR codes begin with
    asked_at = models.DateTimeField(_("asked for"))
    moved_at = models.DateTimeField(_("last sign of the worker"))
    total = models.PositiveSmallIntegerField(_("boards"))
    done = models.PositiveSmallIntegerField(_("boards written"), default=0)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    pdf = models.BinaryField(default=b"")
    trouble = models.CharField(max_length=200, blank=True)

    objects = BoardPrintQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed boards")
        verbose_name_plural = _("printed boards")
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, pdf=b"") | (Q(made_at__isnull=False) & ~Q(pdf=b"")),
                name="what_was_made_has_a_file",
            ),
        ]

    def __str__(self):
        return f"{self.community_id}: {self.done}/{self.total}"
