"""Staff accounts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff. What they may do follows from the posts they hold, never from the account."""

    name = models.CharField(_("name"), max_length=40, blank=True)
    work_phone = models.CharField(_("office phone"), max_length=32, blank=True)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")

    def __str__(self):
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    @property
    def surname(self) -> str:
        return self.name[:1]
