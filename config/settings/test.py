"""The suite: as one small machine, with fast hashing, mails in memory and a queue that tests drain by hand."""

import tempfile
from pathlib import Path

from config.settings.base import *
from config.settings.base import DATABASES, HUEY, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 40
DATA_DIR = Path(tempfile.mkdtemp(prefix="axtra-test-"))
MEDIA_ROOT = DATA_DIR / "public"
PRIVATE_ROOT = DATA_DIR / "private"
HUEY |= {"huey_class": "huey.MemoryHuey", "immediate": False}
HUEY.pop("filename", None)
HUEY.pop("url", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
STRIPE_SECRET_KEY = "sk_test_suite"
STRIPE_WEBHOOK_SECRET = "whsec_suite"
DATABASES["default"].setdefault("OPTIONS", {}).pop("pool", None)  # threads of the races open and close their own
MFA_REQUIRED = False  # the tests of the second factor turn it on
