"""What `make test` runs: everything in two processes, then one after the other what needs the machine."""

import subprocess
import sys

from zhengzhou_grid import services

NOTHING_COLLECTED = 5


PARTS = {
    # one test takes two minutes: who has nothing left to do takes over what waits behind it
    "Quick tests": ["-n", "2", "--dist", "worksteal", "-m", "not browser and not alone"],
    "Pages and journeys in the browser": ["-n", "2", "--dist", "worksteal", "-m", "browser and not alone", "-rs"],
    "Outages, one after the other": ["-p", "no:xdist", "-m", "alone", "-rs"],
}


def main(paths: list[str]) -> int:
    """Run every part on the same servers; return the first exit code that is not zero."""
    codes = []
    with services.running():
        for title, choice in PARTS.items():
            sys.stdout.write(f"\n{title}\n")
            sys.stdout.flush()
            command = [sys.executable, "-m", "pytest", "-q", *paths, *choice]
            codes.append(subprocess.run(command, check=False).returncode)
    if set(codes) == {NOTHING_COLLECTED}:
        return NOTHING_COLLECTED
    return next((code for code in codes if code not in (0, NOTHING_COLLECTED)), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
