"""python -m bench: a database of its own for the run, the run as a child process, and nothing left behind."""

import os
import subprocess
import sys
import tempfile

from bench import database
from zhengzhou_grid import services


def main() -> int:
    """Run the bench; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="zg-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "zhengzhou_grid.settings", "DEMO": "true", "HASHED_STATIC": "false",
            "LOG_LEVEL": "WARNING", "MEDIA_ROOT": f"{folder}/media", "BENCH_LOGS": folder,
            "PROOF_TRIES": "1",  # browsers work on their own time; checking costs the server the same
        }  # fmt: skip
        if {"-h", "--help"} & set(sys.argv):
            return run()
        try:
            with services.running(), database.own():
                return run()
        except (database.Busy, services.ServerDidNotStart) as error:
            print(f"✗ {error}")
            return 1
        except KeyboardInterrupt:
            return 130


def run() -> int:
    """Measure in a process that starts with the address of the new database."""
    child = subprocess.Popen([sys.executable, "-m", "bench.run", *sys.argv[1:]])
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.wait()
        raise


if __name__ == "__main__":
    sys.exit(main())
