"""The machine's own Chromium, headless, through Playwright."""

import os
import shutil
from pathlib import Path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
HOW_TO_GET_IT = (
    "no Chromium found: `sudo apt-get install chromium`, or set CHROMIUM to the path of a Chrome or Chromium"
)


def path() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, None where there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    named = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next((found for found in named if found), ON_A_MAC if Path(ON_A_MAC).exists() else None)
