"""The order of a run: load, measure, grow, measure the pages again. Started by `python -m bench`."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import figures, load, servers  # noqa: E402
from bench.measures import agendas, ladder, pages, photos, reports, routing  # noqa: E402

CASES, LARGE, HUGE = 10_000, 100_000, 1_000_000
OVERDUE = 10_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed here. See bench/README.md.")
    parser.add_argument("--large", action="store_true", help=f"measure the pages again at {LARGE:,} cases")
    parser.add_argument("--huge", action="store_true", help=f"and at {HUGE:,}, which takes about ten minutes to load")
    parser.add_argument("--quick", action="store_true", help="a quarter of the time: to try the bench, not the system")
    parser.add_argument(
        "--only", metavar="WORDS", default="", help="of reports,photos,latency,backlog,ladder,agendas,pages"
    )
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write the figures here, not into bench/results/")
    return parser.parse_args()


def main() -> int:
    """Measure what was asked for and keep the figures; return the exit code."""
    chosen = arguments()
    began = time.monotonic()
    try:
        report = everything(chosen, Path(os.environ["BENCH_LOGS"]))
    except servers.DidNotStart as error:
        print(f"✗ {error}")
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
        return 130
    report.save()
    connections.close_all()
    print(f"\n{time.monotonic() - began:.0f} s in all. Kept in {report.path}")
    return 0


def everything(chosen: argparse.Namespace, logs: Path) -> figures.Report:
    """Load a city with cases and measure on it."""
    share = 0.25 if chosen.quick else 1.0
    only = [word for word in chosen.only.split(",") if word]
    began = time.monotonic()
    make_ready()
    supply = load.Supply()
    load.load_cases(CASES, timezone.now())
    print(f"The city and {CASES:,} cases loaded in {time.monotonic() - began:.0f} s.\n\n{figures.HEAD}", flush=True)
    report = figures.Report(keep=chosen.keep, about={"cases": CASES, "quick": chosen.quick})
    plan = {
        "reports": [(reports.in_process, 3 * share), (reports.through_the_form, 6 * share, logs)],
        "photos": [(photos.through_the_form, 5 * share, logs)],
        "latency": [(routing.latency, 8 * share, logs)],
        "backlog": [(routing.backlog, supply, int(1000 * share), logs)],
        "ladder": [(ladder.sweep, supply, int(700 * share))],
        "agendas": [(agendas.sweep, supply, int(OVERDUE * share))],
        "pages": [(pages.desk, 4 * share, logs)],
    }
    for word, measures in plan.items():
        for measured in measures if not only or word in only else ():
            report.add(*measured)
    sizes = ([LARGE] if chosen.large or chosen.huge else []) + ([HUGE] if chosen.huge else [])
    for count in sizes:
        took = load.load_cases(count, timezone.now())
        print(f"{count:,} cases loaded by load_city in {took:.0f} s.", flush=True)
        report.add(pages.desk, 4 * share, logs)
    return report


def make_ready() -> None:
    load.load_city()
    floor = ["--settings=bench.floor.settings", "--run-syncdb", "--verbosity=0", "--skip-checks"]
    subprocess.run([sys.executable, "-m", "django", "migrate", *floor], check=True)


if __name__ == "__main__":
    sys.exit(main())
