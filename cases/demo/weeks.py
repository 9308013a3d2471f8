"""The ordinary stories: twelve weeks of reports, most of them handled in time, more of them lately."""

from datetime import timedelta

from cases import deadlines, ladder
from cases.demo import moments, texts
from cases.demo.story import SOON, Story, World
from cases.models import Source

# How many of a hundred reports come from where; 上街区 has enough for every street of its dashboard.
PLACES = {
    "410106002": 25, "410106001": 8, "410106003": 6, "410106004": 6, "410106005": 4, "410106100": 8,
    "410102008": 15, "410104004": 13, "410103007": 13, "410105001": 2,
}  # fmt: skip
# How often each category comes up, apart from cold radiators.
CATEGORIES = {
    "A01": 9, "A02": 2, "A03": 2, "A04": 4, "A05": 3, "B01": 4, "B02": 6, "B03": 5, "B04": 3, "B05": 4, "C01": 6,
    "C02": 6, "C03": 2, "C04": 3, "D01": 1, "D02": 2, "D03": 2, "D04": 1, "E01": 3, "E02": 4, "E03": 3, "E04": 1,
    "F01": 4, "F02": 2, "F03": 1, "F04": 1, "G01": 2, "G02": 3, "G03": 1, "G04": 1, "H01": 1, "H02": 2, "H03": 1,
    "H04": 1, "H05": 2, "I01": 2, "I02": 3, "I03": 2, "I04": 1, "J01": 1, "J02": 1, "J03": 2,
}  # fmt: skip
HEATING = 0.17  # of a cold day's reports
ON_ROUNDS = ("A01", "A03", "A05", "B03", "B02", "C01", "C02", "C04", "F01", "E03")
SOURCES = {
    Source.RESIDENT_WEB: 48, Source.PATROL: 26, Source.VISIT: 7, Source.PHONE: 8, Source.HOTLINE_12345: 9,
    Source.WALK_IN: 2,
}  # fmt: skip
UNCLEAR = 0.05  # of the web reports come without a category
WEEKS, LATELY = 12, 2
SHARE_LATELY = 0.36
VERDICTS = {
    ("very_satisfied", "yes"): 44, ("satisfied", "yes"): 37, ("fairly_satisfied", "partly"): 8,
    ("dissatisfied", "partly"): 5, ("dissatisfied", "no"): 4, ("very_dissatisfied", "no"): 2,
}  # fmt: skip


def stories(world: World, count: int) -> list[Story]:
    """Return so many ordinary stories; what has not happened by now is left out when they are played."""
    return [_story(world, f"week-{number:04}") for number in range(count)]


def _story(world: World, key: str) -> Story:
    rng = world.chance(f"{key}/start")
    lately = rng.random() < SHARE_LATELY
    days_ago = rng.randrange(LATELY * 7) if lately else rng.randrange(LATELY * 7, WEEKS * 7)
    midnight = world.calendar.midnight(world.calendar.local_date(world.now)) - timedelta(days=days_ago)
    at = moments.of_a_resident(rng, midnight)
    if at >= world.now:
        at -= timedelta(days=1)
    source = _pick(rng, SOURCES)
    if source in (Source.PATROL, Source.VISIT):
        at = moments.between(rng, midnight, midnight + timedelta(hours=18), world.calendar)
        at = min(at, world.now - timedelta(minutes=30))
    code = rng.choice(ON_ROUNDS) if source == Source.PATROL else _category(world, rng, at)
    story = Story(world, key, code, world.atlas.spot(rng, _pick(rng, PLACES), building=texts.matters()[code].building))
    if source == Source.PATROL and rng.random() < 0.6:
        return story.close_on_the_spot(at)
    if source == Source.RESIDENT_WEB and rng.random() < UNCLEAR:
        story.report(at, source, category=None)
        return live(story.do("accept", story._within("accept", 0.9), category=code, grid=story.place.grid.code))
    return live(story.report(at, source))


def live(story: Story) -> Story:
    """Continue a reported story in the usual way, to its end."""
    rng, kind = story.rng, story.kind
    fed_back_at = _feedback_at(story)
    story.sign_and_respond(fed_back_at, late=rng.random() < 0.05).chat(fed_back_at)
    explained = not kind.needs_photo and rng.random() < 0.2
    story.feed_back(fed_back_at, "explained" if explained else "solved")
    if rng.random() < 0.06:
        _rework(story)
    story.verify()
    if rng.random() < 0.04:
        return story  # nobody could be reached: the sweep closes it after the limit
    story.close()
    if rng.random() < 0.66:
        verdict = _pick(rng, VERDICTS)
        story.rate(*verdict)
        if verdict[1] == "no":
            _again(story)
    return story


def _feedback_at(story: Story):
    """Return when the result comes: in time for nine of ten, else before the yellow or before the red card."""
    given_at, limit, calendar, rng = story.at, story.kind.limit, story.world.calendar, story.rng
    _warned_at, due_at, yellow_at, red_at = ladder.moments(given_at, limit, calendar)
    draw = rng.random()
    if draw < 0.92:
        start, end = (deadlines.share(given_at, part, limit, calendar) for part in (0.25, 0.95))
    elif draw < 0.98:
        start, end = due_at, yellow_at
    else:
        start, end = yellow_at, yellow_at + (red_at - yellow_at) * 0.8
    return story._between(max(start, given_at + 5 * SOON), end)


def _rework(story: Story) -> None:
    """Let the verifier send it back and the unit do it again, in time."""
    story.say("order_rework", story._within("verify", 0.8))
    limit = deadlines.half(story.kind.limit)
    story.feed_back(story._between(story.at + 2 * SOON, deadlines.share(story.at, 0.8, limit, story.world.calendar)))


def _again(story: Story) -> None:
    """Do it again after the reporter said it was not solved."""
    story.say("respond", story.at + timedelta(minutes=story.rng.randrange(20, 100)))
    end = deadlines.share(story.at, 0.8, story.kind.limit, story.world.calendar)
    story.feed_back(story._between(story.at + 2 * SOON, end)).verify().close().rate("satisfied")


def _category(world: World, rng, at) -> str:
    if texts.is_heating_season(world.calendar.local_date(at)) and rng.random() < HEATING:
        return "B04"
    return _pick(rng, CATEGORIES)


def _pick(rng, weights: dict):
    return rng.choices(list(weights), weights=list(weights.values()))[0]
