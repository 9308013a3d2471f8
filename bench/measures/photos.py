"""Reports with photos per second: each is decoded, turned, made smaller and encoded anew before the answer."""

import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from django.urls import reverse
from PIL import Image, ImageFilter

from bench import figures, servers
from bench.clients import Timings, hammer, post
from bench.measures.reports import Browser, FormDoesNotOpen

COUNTS = (0, 1, 3)
SIZE = (1600, 1200)  # what the form makes of a phone's photo before it sends it
ABOUT = 300 * 1024  # bytes
KINDS = 3


def through_the_form(seconds: float, logs: Path) -> Iterator[figures.Figure]:
    """Measure the form with no, one and three photos in turn."""
    photos = [phone_photo(number) for number in range(KINDS)]
    names = {count: f"reports with {count} photos (form)" for count in COUNTS}
    rounds: dict[int, list[Timings]] = {count: [] for count in COUNTS}
    with servers.web(logs) as port:
        try:
            browser = Browser(port)
        except FormDoesNotOpen as closed:
            yield from (figures.absent(name, str(closed)) for name in names.values())
            return

        def report(number: int, count: int) -> bytes:
            fields = {**browser.fields(number), "csrfmiddlewaretoken": browser.token}
            sent = [photos[(number + turn) % KINDS] for turn in range(count)]
            return post(reverse("report"), fields, browser.cookies, sent)

        for count in COUNTS:
            hammer(port, lambda number, count=count: report(number, count), 302, seconds=1)
        for _round, count in itertools.product(range(figures.ROUNDS), COUNTS):
            rounds[count].append(hammer(port, lambda number, count=count: report(number, count), 302, seconds=seconds))
    for count, name in names.items():
        size = sum(len(photos[turn % KINDS]) for turn in range(count))
        yield figures.of_timings(name, rounds[count], kib_of_photos=size // 1024)


def phone_photo(number: int) -> bytes:
    """Return a JPEG with as much detail as a photo of a street: soft noise of several sizes, about 300 kB."""
    picture = Image.new("L", SIZE, 40 * number)
    for softness in (1, 4, 20):
        noise = Image.effect_noise(SIZE, 90).filter(ImageFilter.GaussianBlur(softness))
        picture = Image.blend(picture, noise, 0.5)
    picture = Image.merge("RGB", (picture, picture.rotate(2), picture.rotate(-2)))
    sizes = ((quality, _encoded(picture, quality)) for quality in range(95, 40, -5))
    return next((data for _quality, data in sizes if len(data) <= ABOUT), _encoded(picture, 40))


def _encoded(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
