"""What is asked when a post goes to somebody else, for good or for some days."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from cases import handovers, leaves
from cases.deadlines import CITY_TZ
from cases.desk.action_form import note_field
from grids.models import Post, Posting, User
from grids.scope import Scope

VACANT = 0


class PostForm(forms.Form):
    """What both carry: the posting as the person saw it, or that the post was vacant."""

    posting = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, post: Post, posting: Posting | None, near: list[Posting], scope: Scope, now: datetime, data=None
    ):
        self.seen = posting.pk if posting else VACANT
        super().__init__(data, initial={"posting": self.seen}, auto_id=f"{type(self).__name__.lower()}-%s")
        self.post, self.held, self.scope, self.now = post, posting, scope, now
        # nobody gives a post to themselves, nor to its holder
        out = (posting and posting.person_id, scope.user.pk)
        self.near = [one for one in near if one.person_id not in out]

    def is_stale(self) -> bool:
        """Tell whether somebody else holds the post by now than on the page that was sent."""
        return self.cleaned_data["posting"] != self.seen


class HandOver(PostForm):
    """Give a post to a successor from this moment on; a vacant one to its first holder since."""

    to = forms.CharField(
        label=_("Successor"),
        max_length=150,
        widget=forms.TextInput({"list": "colleagues", "autocomplete": "off"}),
        help_text=_("The account, or the full name of a colleague of the same unit."),
    )
    note = note_field(_("Remark"), required=False, rows=2)

    def clean_to(self) -> User:
        text = self.cleaned_data["to"].strip()
        if user := User.objects.filter(username=text).first():
            return user
        named = [one.person for one in self.near if one.person.name == text]
        if len(named) == 1:
            return named[0]
        raise forms.ValidationError(
            gettext("Several colleagues have this name; type the account.") if named else gettext("No such account.")
        )

    def run(self):
        """Make the one domain call; its errors go up to the view."""
        what = {"by": self.scope, "now": self.now, "note": self.cleaned_data["note"]}
        if self.held is None:
            return handovers.fill(self.post, self.cleaned_data["to"], **what)
        return handovers.hand_over(self.held, self.cleaned_data["to"], **what)


class GoOnLeave(PostForm):
    """Name a deputy from the beginning of one day to the end of another."""

    deputy = forms.ChoiceField(label=_("Deputy"))
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args, stood_in: User | None = None, **options):
        super().__init__(*args, **options)
        if stood_in and str(stood_in.pk) in self.by_id:
            self.initial["deputy"] = str(stood_in.pk)  # who did it last time mostly does it again
        people = [(str(one.person_id), f"{one.person} · {one.post.grid.label} {one.post.title}") for one in self.near]
        self.fields["deputy"].choices = [("", gettext("Choose a colleague")), *people]

    @cached_property
    def by_id(self) -> dict[str, User]:
        return {str(one.person_id): one.person for one in self.near}

    def run(self):
        """Make the one domain call; its errors go up to the view."""
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        from_at, today = _midnight(first), self.now.astimezone(CITY_TZ).date()
        return leaves.begin(
            self.held,
            self.by_id[self.cleaned_data["deputy"]],
            from_at=self.now if first == today else from_at,
            to_at=_midnight(last + timedelta(days=1)),
            by=self.scope,
            now=self.now,
        )


def _midnight(day) -> datetime:
    return datetime.combine(day, time(), CITY_TZ)
