"""Settings of a test run: the real ones, kept apart from a system running in the same folder."""

import os
import tempfile

# Redis: keys of its own for each test process, so that nothing reaches a running worker.
os.environ["REDIS_PREFIX"] = f"zhengzhou-grid-test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}:"
os.environ["HASHED_STATIC"] = "false"
folder = tempfile.TemporaryDirectory(prefix="zg-test-")  # gone at the end of the process
os.environ["MEDIA_ROOT"] = f"{folder.name}/photos"
os.environ["PROOF_TRIES"] = "3"  # the real proof of work, done at once
os.environ.setdefault("SECRET_KEY", "known to everybody, for tests only")
os.environ.setdefault("CONTACT_KEYS", "tests:a25vd24gdG8gZXZlcnlib2R5LCB0ZXN0cyBvbmx5Li4=")

from zhengzhou_grid.settings import *  # noqa: E402, F403

STATIC_ROOT = f"{folder.name}/static"  # empty: files come straight from their folders
os.mkdir(STATIC_ROOT)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; the real one is slow on purpose
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405 - they are thrown away
