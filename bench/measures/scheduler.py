"""One scheduler in a process of its own: says "ready", waits for a line, sweeps, and prints what it did as JSON."""

import json
import resource
import sys
from datetime import datetime

import django

django.setup()

from django.db import connection  # noqa: E402

from cases import escalation  # noqa: E402


def main() -> None:
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    counts = escalation.sweep(datetime.fromisoformat(sys.argv[1]))
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(counts | {"peak_kib": peak_kib}))


if __name__ == "__main__":
    main()
