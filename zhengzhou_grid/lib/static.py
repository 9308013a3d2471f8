"""Static files: what is collected from the front-end packages, and names that change with the content."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Collected(StaticFilesConfig):
    """Leave out what no page asks for: the unminified and other builds, 60 MB in all."""

    ignore_patterns = [  # noqa: RUF012 - Django's own attribute
        *StaticFilesConfig.ignore_patterns,
        "leaflet-src*",
        "echarts*.map",
        "echarts.js",
        "echarts.common.js",
        "echarts.simple.js",
        "echarts.esm*",
        "vendor/echarts/extension",
        "vendor/echarts/package.json",
    ]


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Files under names with a hash, our ES modules' imports of each other included: cached for ever, never stale."""

    support_js_module_import_aggregation = True
