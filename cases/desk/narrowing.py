"""What narrows a list, kept in the address: a unit of the tree, a category or class, a department."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from grids.models import Category, Department, Grid


@dataclass(frozen=True)
class Narrowing:
    """The narrowing of one list; unknown codes narrow nothing and are not shown."""

    grid: Grid | None = None
    category: Category | None = None
    department: Department | None = None

    def apply(self, cases):
        if self.grid:
            cases = cases.within(self.grid)
        if self.category:
            cases = cases.filter(Q(category=self.category) | Q(category__parent=self.category))
        return cases.filter(lead_department=self.department) if self.department else cases

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Return the parameters in use with their words, for chips that take them away."""
        found = [("grid", self.grid), ("category", self.category), ("department", self.department)]
        return [(name, thing.label) for name, thing in found if thing]

    @property
    def words(self) -> str:
        return gettext(", ").join(label for _name, label in self.chips)


def read(query) -> Narrowing:
    """Return the narrowing an address asks for, with one query for each parameter given."""
    grid, category, department = (query.get(name, "") for name in ("grid", "category", "department"))
    return Narrowing(
        grid=Grid.objects.filter(code=grid).first() if grid.isdigit() else None,
        category=Category.objects.filter(code=category).first() if category else None,
        department=Department.objects.filter(code=department).first() if department else None,
    )
