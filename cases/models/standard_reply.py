"""Standard replies: what is often written to residents, with places for number, unit and due time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from cases import reply_words
from zhengzhou_grid.lib.bilingual import Named, pick


class StandardReply(Named):
    """One text to begin with, in two languages; edited in the admin, the first ones come with the reference data."""

    class Use(models.TextChoices):
        """The action whose box offers it."""

        REPLY = "reply", _("Reply to the reporter")
        FEED_BACK = "feed_back", _("Feedback")
        GUIDANCE = "request_decline", _("Guidance where a report is not accepted")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    use = models.CharField(_("offered for"), max_length=20, choices=Use.choices)
    text_zh = models.TextField(_("Chinese text"), max_length=1000)
    text_en = models.TextField(_("English text"), max_length=1500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["use", "position", "pk"]
        verbose_name = _("standard reply")
        verbose_name_plural = _("standard replies")

    @property
    def text(self) -> str:
        return pick(self.text_zh, self.text_en)

    def clean(self):
        for column in ("text_zh", "text_en"):
            if strange := reply_words.unknown(getattr(self, column)):
                known = "、".join(f"{{{name}}}" for name in reply_words.VARIABLES)
                words = {"name": f"{{{strange[0]}}}", "known": known}
                raise ValidationError({column: gettext("%(name)s stands for nothing. Possible are %(known)s.") % words})
