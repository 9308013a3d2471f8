"""Settings of a real web server in a test: the product's own, with static files collected in a folder of the test."""

import os

from zhengzhou_grid.settings import *  # noqa: F403

STATIC_ROOT = os.environ["COLLECTED_STATIC"]
