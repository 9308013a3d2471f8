"""Check the files of a folder one by one, in a process with limits; print what became of each as JSON lines."""

import io
import json
import re
import resource
import sys
import time
from pathlib import Path

import django

MOST_MEMORY = 1024**3  # of addresses: shared libraries and threads count as well
MOST_SECONDS = 60  # of CPU, for all files together


class Upload(io.BytesIO):
    """As much of an uploaded file as a check needs."""

    def __init__(self, path: Path):
        super().__init__(path.read_bytes())
        self.name, self.size = path.name, path.stat().st_size


def main(folder: str) -> None:
    django.setup()
    from cases import photos

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    for path in sorted(Path(folder).iterdir()):
        upload, began = Upload(path), time.process_time()
        try:
            photos.check(upload)
            became = "cleaned"
        except photos.BadPhoto as error:
            became = "refused" if error.message else "refused without a word"
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says which file raised it
            became = repr(error)
        print(json.dumps([path.name, became, round(time.process_time() - began, 3), peak_mib()]), flush=True)


def peak_mib() -> int:
    """Return the most memory this process has had; ru_maxrss would count that of the process it was started from."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2


if __name__ == "__main__":
    main(sys.argv[1])
