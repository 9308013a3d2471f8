"""What neighbours have reported already: open cases of the same class close by, for "it is this one"."""

from dataclasses import dataclass

from cases import geodesy, public_words
from cases.intake.place import Place
from cases.models import Case, Photo
from grids.models import Category
from grids.models.grid import COMMUNITY

METRES = 200
STEP = 10  # metres: nobody's door is to be found by asking from several points
SHOWN = 3
READ = 40  # of one square or grid; the nearest of them are shown


@dataclass(frozen=True)
class Near:
    """One open case as everybody may see it; metres only where both points are known."""

    case: Case
    metres: int | None
    photo: Photo | None

    @property
    def title(self) -> str:
        return public_words.title(self.case.title)


def to(place: Place, category: Category | None) -> list[Near]:
    """Return at most three open cases of a category's class within 200 m, or without a point in the same unit.

    The same category comes first, then the nearest. Nothing for a whole street, and nothing for sensitive kinds.
    At most two queries.
    """
    cases = _around(place)
    if category is None or category.is_sensitive or cases is None:
        return []
    alike = cases.shown_to_neighbours().filter(category__parent=category.parent_id)
    found = [(case, _metres(place, case)) for case in alike.select_related("category").order_by("-reported_at")[:READ]]
    found = [(case, metres) for case, metres in found if metres is None or metres <= METRES]
    found.sort(key=lambda one: (one[0].category_id != category.pk, one[1] or 0, -one[0].pk))
    photos = _photos([case.pk for case, _metres_ in found[:SHOWN]])
    return [Near(case, metres, photos.get(case.pk)) for case, metres in found[:SHOWN]]


def _around(place: Place):
    """Return the cases of the square around a point, else of the place's unit; None for anything larger."""
    if place.lng is not None and place.lat is not None:
        return Case.objects.around(place.lng, place.lat, METRES)
    if place.grid is not None and place.grid.level >= COMMUNITY:
        return Case.objects.within(place.grid)
    return None


def _metres(place: Place, case: Case) -> int | None:
    if place.lng is None or place.lat is None or case.lng is None:
        return None
    return STEP * round(geodesy.metres(place.lng, place.lat, case.lng, case.lat) / STEP)


def _photos(cases: list[int]) -> dict[int, Photo]:
    """Return the first photo of each case as it was reported."""
    reported = Photo.objects.filter(case__in=cases, moment=Photo.Moment.REPORTED) if cases else Photo.objects.none()
    return {photo.case_id: photo for photo in reported.order_by("-added_at", "-pk")}
