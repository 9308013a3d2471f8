"""Builds static/icons.svg from the names in static/icons.txt."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCE = Path(settings.BASE_DIR) / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
NAMES = Path(settings.BASE_DIR) / "static" / "icons.txt"
SPRITE = Path(settings.BASE_DIR) / "static" / "icons.svg"

INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
FRAME = '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'

# Drawn for this project: the set has no manhole cover.
OWN = {
    "manhole": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="5.5"/>'
    '<path d="M12 6.5v11M6.5 12h11M8.1 8.1l7.8 7.8M15.9 8.1l-7.8 7.8"/>',
}
# 120 MB that only this command needs, so it is not among the packages of package.json.
HOW_TO_INSTALL = "npm install --no-save @tabler/icons@3.51.0"


class Command(BaseCommand):
    help = "Build the icon sprite from static/icons.txt and the installed @tabler/icons."
    requires_system_checks = []  # needed before anything else can run

    def handle(self, *args, **options):
        symbols = [symbol(name) for name in names()]
        SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n', encoding="utf-8")
        self.stdout.write(f"{len(symbols)} icons, {SPRITE.stat().st_size:,} bytes: {SPRITE.name}")


def names() -> list[str]:
    """Return the names of all icons in order, each once."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    listed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return sorted(listed | OWN.keys())


def symbol(name: str) -> str:
    """Return one icon as a symbol in the current colour. Raises CommandError for a name the set does not have."""
    inner = OWN.get(name) or _from_set(name)
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>\n'
    )


def _from_set(name: str) -> str:
    path = SOURCE / f"{name}.svg"
    if not path.exists():
        raise CommandError(f"{name}: no such icon. Is the name right, and @tabler/icons installed? {HOW_TO_INSTALL}")
    inner = INNER.search(path.read_text(encoding="utf-8"))[1].replace(FRAME, "")
    return re.sub(r"\s*\n\s*", "", inner)
