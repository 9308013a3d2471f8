"""What a bulk deed asks once for all its cases: the post, the words."""

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from cases import seats
from cases.desk.action_form import LONGEST_NOTE
from cases.desk.fields import ASSIGNABLE
from grids import roster
from grids.models import Grid, Post
from grids.models.grid import CODE_LENGTHS, COMMUNITY, DISTRICT

MANY_POSTS = 600  # suggestions of one page; those on the path of every chosen case come first
TO_A_POST = ("assign", "reassign")
NOTES = {"assign": (_("Remark"), False), "reassign": (_("Reason"), True), "urge": (_("Remark"), False)}


class SharedPostField(forms.CharField):
    """A staffed post for many cases, typed or chosen: on the path all of them share, or elsewhere in the area."""

    def __init__(self, cases, scope, now, **options):
        attrs = {"list": "post-list", "autocomplete": "off", "placeholder": _("Type a place, a department or a name")}
        missing = {"required": _("Choose the post that answers for it.")}
        box = forms.TextInput(attrs=attrs)
        super().__init__(label=_("To whom"), widget=box, max_length=200, error_messages=missing, **options)
        self.cases, self.scope, self.now = cases, scope, now

    @cached_property
    def by_words(self) -> dict[str, tuple[Post, str]]:
        """Return the posts on offer with who holds each, by their words. Four queries."""
        posts = list(dict.fromkeys([*self._on_the_path(), *self._in_the_area()]))[:MANY_POSTS]
        people = roster.holders(posts, self.now)
        found: dict[str, tuple[Post, str]] = {}
        for post in posts:
            words = str(post)
            words = f"{words} ({post.grid.code})" if words in found else words
            found[words] = post, str(people.get(post.pk, ""))
        return found

    def suggestions(self) -> list[tuple[str, str]]:
        return [(words, person) for words, (_post, person) in self.by_words.items()]

    def clean(self, value):
        text = super().clean(value).strip()
        if text in self.by_words:
            return self.by_words[text][0]
        like = [post for words, (post, person) in self.by_words.items() if text in words or text in person]
        if len(like) > 1:
            raise forms.ValidationError(gettext("Several posts have these words; choose one of the list."))
        if not like:
            raise forms.ValidationError(gettext("No such post for these cases."))
        return like[0]

    def _staffed(self):
        return seats.held(self.now).filter(role__in=ASSIGNABLE).with_places()

    def _on_the_path(self) -> list[Post]:
        """Return the posts on the path that all the cases share, nearest first."""
        paths = [set(seats.path_ids(case)) for case in self.cases]
        shared = set.intersection(*paths) if paths else set()
        return list(self._staffed().filter(grid__in=shared).order_by("-grid__level", "role", "department"))

    def _in_the_area(self) -> list[Post]:
        """Return the posts of communities and wider units in the person's area, in the districts of the cases."""
        districts = {case.district_id for case in self.cases if case.district_id}
        codes = set(Grid.objects.filter(pk__in=districts).values_list("code", flat=True))
        near = Q()
        for territory in self.scope.territories:
            if territory.code[: CODE_LENGTHS[DISTRICT]] in codes:
                near |= Q(grid__code__startswith=territory.code)
        if not near:
            return []
        posts = self._staffed().filter(near, grid__level__lte=COMMUNITY)
        return list(posts.order_by("grid__level", "grid__code", "role", "department")[:MANY_POSTS])


class BulkForm(forms.Form):
    """The fields of one deed. `start` is what was typed before."""

    def __init__(self, action: str, cases, scope, now, data=None, start=None):
        super().__init__(data, initial=start)
        if action in TO_A_POST:
            self.fields["post"] = SharedPostField(cases, scope, now)
        words, needed = NOTES[action]
        self.fields["note"] = forms.CharField(
            label=words, required=needed, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 2})
        )

    def posts(self) -> list[tuple[str, str]]:
        """Return the posts to suggest, with who holds them."""
        return self.fields["post"].suggestions() if "post" in self.fields else []
