"""Staff accounts."""

from pathlib import PurePosixPath

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff. What they may do follows from the posts they hold, never from the account."""

    name = models.CharField(_("name"), max_length=40, blank=True)
    work_phone = models.CharField(_("office phone"), max_length=32, blank=True)
    # shown to everybody, with the person's consent only; written by grids.portraits
    portrait = models.CharField(_("photo for residents"), max_length=60, blank=True, editable=False)
    portrait_agreed_at = models.DateTimeField(_("consent to the photo"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(portrait="") | models.Q(portrait_agreed_at__isnull=False),
                name="no_photo_without_consent",
            )
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    @property
    def portrait_key(self) -> str:
        """What the photo is fetched by; empty without one."""
        return PurePosixPath(self.portrait).stem

    @property
    def surname(self) -> str:
        return self.name[:1]
