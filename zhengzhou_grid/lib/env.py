"""Read settings from the environment, strictly."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return a setting, from NAME or from the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    return os.environ.get(name, default)


def switch(name: str, default: bool) -> bool:
    """Return a yes/no setting; raise ImproperlyConfigured for anything but true or false."""
    word = os.environ.get(name, str(default)).lower()
    if word not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {word!r}.")
    return word == "true"


def number(name: str, default: int, least: int | None = None) -> int:
    """Return a whole-number setting; raise ImproperlyConfigured for anything else and for less than the least."""
    word = os.environ.get(name, str(default))
    try:
        found = int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from error
    if least is not None and found < least:
        raise ImproperlyConfigured(f"{name} must be {least} or more, not {found}.")
    return found


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
