"""What `make test` runs: everything in two processes, then one after the other what needs the machine."""

import subprocess
import sys

from zhengzhou_grid import services

NOTHING_COLLECTED = 5


def main(paths: list[str]) -> int:
    """Run both parts on the same servers; return the first exit code that is not zero."""
    pytest = [sys.executable, "-m", "pytest", "-q", *paths]
    with services.running():
        quick = subprocess.run([*pytest, "-n", "2", "-m", "not browser and not alone"], check=False).returncode
        sys.stdout.write("\nOutages and browser tests, one after the other\n")
        sys.stdout.flush()
        one_by_one = subprocess.run(
            [*pytest, "-p", "no:xdist", "-m", "browser or alone", "-rs"], check=False
        ).returncode
    if quick == one_by_one == NOTHING_COLLECTED:
        return NOTHING_COLLECTED
    return next((code for code in (quick, one_by_one) if code not in (0, NOTHING_COLLECTED)), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
