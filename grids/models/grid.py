"""The territory: district → street office → community → third-level grid, one tree per district."""

from dataclasses import dataclass
from string import capwords

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from zhengzhou_grid.lib.bilingual import pick

# mptt's level is the domain's own numbering: street 一级网格, community 二级网格, unit 三级网格 (郑发8号, 2012).
DISTRICT, STREET, COMMUNITY, UNIT = range(4)

LEVEL_LABELS = {
    DISTRICT: _("District"),
    STREET: _("First-level grid"),
    COMMUNITY: _("Second-level grid"),
    UNIT: _("Third-level grid"),
}

CODE_LENGTHS = {DISTRICT: 6, STREET: 9, COMMUNITY: 12, UNIT: 15}


def path_codes(code: str) -> list[str]:
    """Return the codes from the district down to this one; each code begins with its parent's."""
    return [code[:length] for length in CODE_LENGTHS.values() if length <= len(code)]


class Labelled:
    """What follows from a grid's two names and its level."""

    name: str
    name_en: str
    level: int

    @property
    def label(self) -> str:
        """Return the name in the language of the reader."""
        return pick(self.name, self.name_en)

    @property
    def level_label(self) -> str:
        return LEVEL_LABELS[self.level]

    @property
    def short_label(self) -> str:
        """Return the label without what the line above it says already: 第一网格, Grid 1."""
        if self.level != UNIT:
            return self.label
        marker = pick("第", "Grid ")
        head, found, tail = self.label.rpartition(marker)
        return f"{found}{tail}" if head else self.label


@dataclass(frozen=True)
class GridName(Labelled):
    """A grid as a line of a long list names it: a tenth of what the whole row costs."""

    name: str
    name_en: str
    level: int


class GridQuerySet(TreeQuerySet):
    """Named queries over grids."""

    def districts(self):
        return self.filter(level=DISTRICT)

    def at_level(self, level: int):
        return self.filter(level=level)

    def under(self, grid: "Grid"):
        """Return the grid itself and everything below it. Needs fresh tree fields: load the grid in this request."""
        return self.filter(tree_id=grid.tree_id, lft__gte=grid.lft, rght__lte=grid.rght)

    def children_of(self, grid: "Grid"):
        return self.filter(parent=grid)

    def on_path(self, grid: "Grid"):
        """Return the grid and those above it, the district first."""
        return self.filter(code__in=path_codes(grid.code))

    def above(self, grids) -> dict[str, list["Grid"]]:
        """Return, for the code of each given grid, the grids above it with the district first. One query."""
        codes = {code for grid in grids for code in path_codes(grid.code)[:-1]}
        known = self.in_bulk(codes, field_name="code")
        return {grid.code: [known[code] for code in path_codes(grid.code)[:-1]] for grid in grids}

    def search(self, text: str, limit: int = 20):
        """Return at most `limit` grids, the higher levels first, by a piece of the Chinese name or by how the code,
        the pinyin, its initials or the English name begins.

        Reads the whole table, 5 ms for the city: no index serves a piece out of the middle of a name.
        """
        text = text.strip()
        if not text:
            return self.none()
        if not text.isascii():
            matches = models.Q(name__contains=text)
        elif text.isdigit():
            matches = models.Q(code__startswith=text)
        else:
            letters = "".join(character for character in text.lower() if character.isalnum())
            matches = models.Q(name_en__startswith=capwords(text))
            if letters:
                matches |= models.Q(pinyin__startswith=letters) | models.Q(initials__startswith=letters)
        return self.filter(matches).order_by("level", "code")[:limit]

    def counts_by_level(self) -> dict[int, int]:
        counts = self.order_by().values_list("level").annotate(models.Count("pk"))
        return dict(sorted(counts))


class GridManager(TreeManager.from_queryset(GridQuerySet)):
    """mptt's manager with our named queries, in the order of the codes."""

    def get_queryset(self):
        # Past TreeManager's explicit order_by: it would enter every GROUP BY. Meta.ordering does not.
        return super(TreeManager, self).get_queryset()


class Grid(Labelled, MPTTModel):
    """A place with somebody who answers for it. Changed by grids.tree only, and known by its code, never its name."""

    code = models.CharField(_("code"), max_length=15, unique=True, validators=[RegexValidator(r"^\d{6}(\d{3}){0,3}$")])
    name = models.CharField(_("name"), max_length=60)
    full_name = models.CharField(_("full name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    pinyin = models.CharField(_("pinyin"), max_length=160, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True)
    parent = TreeForeignKey(
        "self", verbose_name=_("belongs to"), on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Third-level grids are in no public data set; these are made up.")
    )
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    objects = GridManager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("grid")
        verbose_name_plural = _("grids")
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("code"), models.F("level") * 3 + 6), name="grid_code_length_fits_its_level"
            ),
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9]+$"), name="grid_code_is_digits"),
            models.CheckConstraint(
                condition=models.Q(level=DISTRICT, parent__isnull=True)
                | models.Q(level__gt=DISTRICT, parent__isnull=False),
                name="only_districts_are_roots",
            ),
        ]
        indexes = [
            # at_level(): the level lists of pickers, dashboards and check_tree, in code order
            models.Index(fields=["level", "code"], name="grid_level_code"),
            # under(): mptt itself adds (tree_id, lft)
        ]

    def __str__(self):
        return self.label

    @property
    def is_district(self) -> bool:
        return self.level == DISTRICT

    @property
    def is_unit(self) -> bool:
        return self.level == UNIT
