"""Static files: what is left out when they are collected, and names that change with the content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Builds of the front-end packages that no page asks for, 60 MB in all (collectstatic --ignore).
LEFT_OUT = [
    "leaflet-src*",
    "echarts*.map",
    "echarts.js",
    "echarts.common.js",
    "echarts.simple.js",
    "echarts.esm*",
    "extension",
    "package.json",
]


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Files under names with a hash: cached for ever, never stale."""

    # Our own ES modules import each other by those names too; Django's switch for this trips over others' comments.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
