"""Tests of the whole system.

What is set here must stand before anything of the system is imported, conftest files included: Celery reads the prefix
of its queues once.
"""

import os

# Redis: keys of its own for each test process, so that nothing reaches a running worker, or another process's.
os.environ["REDIS_PREFIX"] = f"zhengzhou-grid-test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}:"
