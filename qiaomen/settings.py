"""All settings, fed by the environment. Each variable is listed in docs/operations.md."""

import shlex
from pathlib import Path

from environs import Env, validate
from psycopg.conninfo import conninfo_to_dict

from qiaomen.base import retention
from qiaomen.base.build import build_id
from qiaomen.base.secrets import secret_key
from qiaomen.base.tiles import tile_sources
from qiaomen.places.datums import DATUMS

env = Env(prefix="QIAOMEN_")

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(env.str("DATA", default=str(Path.home() / ".local/share/qiaomen"))).expanduser()
KEY_FILE = Path(env.str("KEY_FILE", default="") or DATA_DIR / "keys" / "outbreaks.json")
KEY_ESCROW = Path(env.str("KEY_ESCROW")) if env.str("KEY_ESCROW", default="") else None

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("ORIGINS", default=[])
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=False)
# Proxies in front, whose word on where a request came from counts: addresses and networks.
PROXIES: list[str] = env.list("PROXIES", default=[])

# Megabytes of a disk that are kept free: below, nothing is taken in but what these views ask for.
KEEP_FREE = env.int("KEEP_FREE", default=1024, validate=validate.Range(0, 1024 * 1024))
OPEN_WHEN_FULL = {
    "sync:sync", "sync:gate_verify", "console:sign_in", "console:sign_in_code", "console:sign_out",
    "console:set_language",
}  # fmt: skip

DISTRICT_NAME = env.str("DISTRICT_NAME", default="")
SCHEMA = env.str("SCHEMA", default="public")
# No district of its own: it shows what districts publish.
CITY = env.bool("CITY", default=False)

# Pictures under the district's map; without an address it is drawn from the shapes of places alone.
MAP_TILES = env.str("MAP_TILES", default="")
MAP_DATUM = env.str("MAP_DATUM", default="wgs84", validate=validate.OneOf(DATUMS))
MAP_CREDIT = env.str("MAP_CREDIT", default="")
# When the posters of all compounds are made each morning, local time; empty: only when somebody asks.
POSTERS_AT = env.str("POSTERS_AT", default="06:00")

# How many days what is kept where the district sets other days than `base/retention.py`: passages=7,clues=14.
_kept: dict[str, str] = env.dict("KEPT", default={})
KEPT = retention.read({name: int(days) for name, days in _kept.items()})

# How long a pass shown on a phone counts, in hours: it renews itself as long as it is shown. Cards: 14 days.
PASS_HOURS = env.int("PASS_HOURS", default=24, validate=validate.Range(1, 336))
# Whether who asks for a pass with the id number and phone that are on file gets it without waiting for the community.
PASS_AT_ONCE = env.bool("PASS_AT_ONCE", default=False)


_SAID_BY_DJANGO = ("dbname", "user", "password", "host", "port", "options")


def _database() -> dict[str, object]:
    """Django's setting for QIAOMEN_DATABASE_URL; the district's schema is the search path, the only session state."""
    given = conninfo_to_dict(env.str("DATABASE_URL", default="postgresql:///qiaomen"))
    # sslmode and the like
    beyond: dict[str, object] = {name: value for name, value in given.items() if name not in _SAID_BY_DJANGO}
    options: dict[str, object] = beyond | {
        "options": f"-c search_path={SCHEMA},public" if SCHEMA != "public" else "-c search_path=public",
        "prepare_threshold": 5,
    }
    pool_size = env.int("POOL", default=0)
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 20}
    return {
        "ENGINE": "qiaomen.base.postgresql",
        "NAME": given.get("dbname") or "qiaomen",
        "USER": given.get("user") or "",
        "PASSWORD": given.get("password") or "",
        "HOST": given.get("host") or "",
        "PORT": given.get("port") or "",
        "CONN_MAX_AGE": 0 if pool_size else 60,
        "OPTIONS": options,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "qiaomen.base",
    "qiaomen.places",
    "qiaomen.people",
    "qiaomen.access",
    "qiaomen.duty",
    "qiaomen.ledger",
    "qiaomen.households",
    "qiaomen.policy",
    "qiaomen.lists",
    "qiaomen.monitoring",
    "qiaomen.passes",
    "qiaomen.attachments",
    "qiaomen.campaigns",
    "qiaomen.gates",
    "qiaomen.checkpoints",
    "qiaomen.venues",
    "qiaomen.stations",
    "qiaomen.care",
    "qiaomen.clues",
    "qiaomen.outreach",
    "qiaomen.supervision",
    "qiaomen.disinfection",
    "qiaomen.seals",
    "qiaomen.sampling",
    "qiaomen.shifts",
    "qiaomen.exchange",
    "qiaomen.paper",
    "qiaomen.atlas",
    "qiaomen.reports",
    "qiaomen.city",
    "qiaomen.sync",
    "qiaomen.ending",
    "qiaomen.console",
    "qiaomen.field",
    "qiaomen.resident",
]

MIDDLEWARE = [
    "qiaomen.base.tracing.Traced",
    "qiaomen.base.border.behind",
    "django.middleware.security.SecurityMiddleware",
    "qiaomen.base.packed.PackedStatic",
    "qiaomen.base.border.said",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qiaomen.base.border.brought",
    "django.middleware.csrf.CsrfViewMiddleware",
    "qiaomen.access.middleware.closed_by_default",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qiaomen.base.middleware.problems",
    "qiaomen.access.scanned.scanned",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qiaomen.urls"
WSGI_APPLICATION = "qiaomen.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "qiaomen.console.context.shell",
            ],
        },
    }
]

AUTH_USER_MODEL = "access.Worker"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["qiaomen.access.passwords.Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "qiaomen.access.place_words.WordsOfThePlace", "OPTIONS": {"min_length": 10}},
]
LOGIN_URL = "console:sign_in"
LOGIN_REDIRECT_URL = "console:home"
SESSION_COOKIE_AGE = 12 * 3600  # see access.sessions
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Bound to this very host by the browser, where there is HTTPS: no page of another host there can set them.
_HOST = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# `required`: who signs in without a second factor sets one up before anything else opens.
SECOND_FACTOR = env.str("SECOND_FACTOR", default="offered", validate=validate.OneOf(["offered", "required"]))
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# A gate and its community share one address, so a lock is on the user *at* that address, never on the address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_LOCKOUT_CALLABLE = "qiaomen.access.views.locked_out"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *tile_sources(MAP_TILES)],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# smtp://, smtp+tls:// or smtps://user:password@host:port; without one no report leaves by mail.
MAIL_SERVER = env.str("MAIL_SERVER", default="")
MAIL_FROM = env.str("MAIL_FROM", default="")

# How one-time codes and alarms reach a phone: an address of apprise's with {phone} in it. Without one none goes out.
MESSAGES_URL = env.str("MESSAGES_URL", default="")
# A command that reads a file and ends with 0, or with 1 where it finds something; none: files are not scanned.
SCANNER = shlex.split(env.str("SCANNER", default=""))
# Hosts and networks that addresses typed into forms may lead to; empty: any but this machine itself.
OUTWARD: list[str] = env.list("OUTWARD", default=[])
# Of a hundred households that reported themselves, so many are phoned back for certain.
PHONE_BACK = env.int("PHONE_BACK", default=20, validate=validate.Range(0, 100))
# From so many times within 30 days on, who is found with the same thing is found again and again.
REPEAT_FINDINGS = env.int("REPEAT_FINDINGS", default=3, validate=validate.Range(2, 99))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_SAMESITE = SECURE_COOKIES, "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_THOUSAND_SEPARATOR = True

# Static files are served from where they lie, under a path that changes with them, and may be cached for ever.
BUILD = build_id(PACKAGE)
STATIC_URL = f"/static/{BUILD}/"
WHITENOISE_IMMUTABLE_FILE_TEST = r"."
STATICFILES_DIRS = [PACKAGE / "vendor" / "static"] if (PACKAGE / "vendor" / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# A batch is at most 4 MB; forms with spreadsheets are streamed to disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# `json`: one object a line, as `serve` has it of its web processes and its worker.
LOG_FORM = env.str("LOG_FORM", default="plain", validate=validate.OneOf(["plain", "json"]))
# Whoever has it may read /metrics from elsewhere; without one only this machine may.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Where web processes count how long their answers take; without a folder none does.
TIMINGS = Path(env.str("TIMINGS")) if env.str("TIMINGS", default="") else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "qiaomen.base.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        },
        "json": {"()": "qiaomen.base.logs.Lines"},
    },
    "filters": {"ids": {"()": "qiaomen.base.tracing.Ids"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORM, "filters": ["ids"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        # Paths of 404s and form values could carry what somebody typed: only that it happened is logged.
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
