"""The project's own settings, so database connections are the same, without its pages and middleware."""

from zhengzhou_grid.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench.floor"]  # noqa: F405
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "bench.floor.site"
WSGI_APPLICATION = "bench.floor.site.application"
TEMPLATES = []
