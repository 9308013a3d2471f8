"""The whole plan: every deed of the demo in the order of time. The same seed, moment and reference data, the same plan."""

from collections.abc import Iterable
from datetime import datetime

from cases import office
from cases.deadlines import Limit
from cases.demo import council, desks, oversight, requests, weeks
from cases.demo.places import Atlas
from cases.demo.story import Deed, Kind, World
from grids.models import Category

SEED = "zhengzhou"
ORDINARY = 290  # with those of desks and meetings about four hundred cases


def world_at(now: datetime, seed: str = SEED) -> World:
    """Read what planning has to know from the database."""
    kinds = {
        leaf.code: Kind(Limit.parse(leaf.limit), leaf.urgency, leaf.is_sensitive, leaf.needs_photo)
        for leaf in Category.objects.filter(parent__isnull=False)
    }
    return World(Atlas(weeks.PLACES), kinds, office.calendar(), now, seed)


def deeds(world: World, ordinary: int = ORDINARY) -> list[Deed]:
    """Return everything that has happened by now, the oldest first."""
    told = (*weeks.stories(world, ordinary), *desks.stories(world), *requests.stories(world))
    return sorted(_past(world, told), key=lambda deed: deed.at)


def _past(world: World, stories) -> Iterable[Deed]:
    yield from (deed for story in stories for deed in story.deeds if deed.at <= world.now)
    for told in (council.tell(world), oversight.tell(world)):
        yield from (deed for deed in told if deed.at <= world.now)
