"""The public pages, read from the addresses of the site: what opens without an account and shows a page."""

from dataclasses import dataclass

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

NOT_OURS = ("admin/", "i18n/")  # Django's own pages
ANY_UUID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Found:
    """An address of the site as somebody without an account meets it."""

    name: str
    path: str
    arguments: tuple[str, ...]
    status: int
    is_page: bool


def found(samples: dict[str, str]) -> list[Found]:
    """Open every address of the site as a stranger; `samples` gives an argument its value by its name."""
    return [_open(name, arguments, samples) for name, arguments in _named(get_resolver())]


def _open(name: str, arguments: dict, samples: dict[str, str]) -> Found:
    values = {argument: samples.get(argument) or _any(converter) for argument, converter in arguments.items()}
    path = reverse(name, kwargs=values)
    answer = Client().get(path)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return Found(name, path, tuple(arguments), answer.status_code, is_page)


def _any(converter) -> str | int:
    if isinstance(converter, IntConverter):
        return 1
    return ANY_UUID if isinstance(converter, UUIDConverter) else "none"


def _named(resolver: URLResolver, namespace: str = ""):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if str(each.pattern) not in NOT_OURS:
                yield from _named(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{namespace}{each.name}", each.pattern.converters
