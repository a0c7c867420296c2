"""The site as it runs, with bare views beside it to compare with."""

import os

from config.settings.base import *  # noqa: F403 - a settings module is its base, changed
from config.settings.base import DATABASES, STORAGES

SECRET_KEY = "only-for-the-bench-" + "x" * 40
ROOT_URLCONF = "tests.bench.urls"
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 8, "max_size": 8}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
