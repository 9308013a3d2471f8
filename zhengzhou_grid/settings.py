"""All settings, read from the environment. docs/operations.md lists the names."""

from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from zhengzhou_grid import addresses
from zhengzhou_grid.lib import env

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.switch("DEBUG", False)
DEMO = env.switch("DEMO", False)  # demo accounts, demo notices; `make run` turns it on
SECRET_KEY = env.text("SECRET_KEY") or addresses.local_secret()
# name:key, the first seals reporters' names and numbers, all open them (residents/sealing.py)
CONTACT_KEYS = env.words("CONTACT_KEYS") or [addresses.local_contact_key()]
# how long after closing and the time for objecting a reporter's contact is kept: three years (DOMAIN §4.1)
CONTACT_DAYS = env.number("CONTACT_DAYS", 1095, least=180)  # what is erased does not come back: no slip may shorten it
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "mptt",
    "pgtrigger",
    "rest_framework",
    "zhengzhou_grid",
    "grids",
    "residents",
    "cases",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhengzhou_grid.middleware.RefuseNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhengzhou_grid.urls"
WSGI_APPLICATION = "zhengzhou_grid.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "zhengzhou_grid.lib.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhengzhou_grid.context.site",
            ],
            "builtins": ["zhengzhou_grid.templatetags.look", "cases.templatetags.casework"],
        },
    }
]

# --- database: PostgreSQL only ---------------------------------------------------------------------------------------
# Reconnecting costs a factor of three to four, so connections persist and are checked before use.
DATABASE = dj_database_url.parse(addresses.database_url())
DATABASES = {
    "default": {
        **DATABASE,
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **DATABASE.get("OPTIONS", {}),  # such as sslmode=require
            "connect_timeout": 5,
            "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s "
            "-c plan_cache_mode=force_generic_plan",  # zhengzhou_grid.lib.kept
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: broker and cache, never the truth ------------------------------------------------------------------------
REDIS_URL = addresses.redis_url()
REDIS_PREFIX = env.text("REDIS_PREFIX", "zhengzhou-grid:")  # several systems on one Redis need one each
CACHES = {
    "default": {
        "BACKEND": "zhengzhou_grid.lib.cache.PrefixedRedisCache",
        "LOCATION": env.text("CACHE_URL") or REDIS_URL,
        "KEY_PREFIX": f"{REDIS_PREFIX}cache",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "grids.User"
AUTHENTICATION_BACKENDS = ["zhengzhou_grid.auth.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "zhengzhou_grid.sessions"  # a flushed Redis logs nobody out
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhengzhou_grid.views.csrf_failure"

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "zhengzhou_grid" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FIRST_DAY_OF_WEEK = 1

# --- static files and photos -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("vendor/echarts", BASE_DIR / "node_modules" / "echarts" / "dist"),
]
# Hashed names need `manage.py collectstatic` first (`make run` does it); else files come straight from their folders.
HASHED_STATIC = env.switch("HASHED_STATIC", (STATIC_ROOT / "staticfiles.json").exists())
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "zhengzhou_grid.lib.static.HashedStatic"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
MEDIA_URL = "/photos/"  # served by a view that asks who may look, never by the web server alone

# --- security --------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.switch("HTTPS", False)  # true behind a TLS proxy: secure cookies and HSTS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, past the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # text fields; photos are streamed to disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- against abuse of the public forms --------------------------------------------------------------------------
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)  # of ours, in front; 0: X-Forwarded-For is believed from nobody
# What the report form takes: above it reports are refused (with one number a day), harder work is asked for (of one
# address or in one grid an hour), or work is asked for in place of an answer (of one address an hour).
REPORTS_PER_PHONE = env.number("REPORTS_PER_PHONE", 10)
REPORTS_PER_ADDRESS = env.number("REPORTS_PER_ADDRESS", 60)
REPORTS_PER_GRID = env.number("REPORTS_PER_GRID", 60)
ANSWERS_PER_ADDRESS = env.number("ANSWERS_PER_ADDRESS", 20)
PROOF_TRIES = env.number("PROOF_TRIES", 400)  # what a browser works for one report: half as many tries on average

# --- what a town changes ---------------------------------------------------------------------------------------------
SITE_HOST = env.text("SITE_HOST", "")  # printed in QR codes; empty: the address of the request
# how texts reach telephones: a function send(phone, text); the built-in one only shows them in the admin
SMS_GATEWAY = env.text("SMS_GATEWAY", "residents.gateways.in_admin.send")
MAP_APPROVAL_NO = env.text("MAP_APPROVAL_NO", "")  # 审图号
ORGANISER = env.text("ORGANISER", "")  # 主办单位
ICP_NO = env.text("ICP_NO", "")

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "NUM_PROXIES": TRUSTED_PROXIES,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
