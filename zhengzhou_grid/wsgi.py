"""The web process's entry: gunicorn zhengzhou_grid.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengzhou_grid.settings")
application = get_wsgi_application()
