"""Several people's real data: refuses to start on a missing or unsafe value, and says which."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.base import (
    ALLOWED_HOSTS,
    ANYMAIL,
    CORS_ALLOWED_ORIGINS,
    DEMO,
    MAIL_PROVIDER,
    MAIL_VIEWER,
    METRICS_TOKEN,
    MFA_REQUIRED,
    SECRET_KEY,
    SITE_URL,
    STRIPE_API_BASE,
    STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET,
    env,
)

DEBUG = False
_REFUSED = {
    "SECRET_KEY must have at least 50 characters": len(SECRET_KEY) < 50,
    "SITE_URL must begin with https://": not SITE_URL.startswith("https://"),
    "ALLOWED_HOSTS must name the public host": "ALLOWED_HOSTS" not in env or "*" in ALLOWED_HOSTS,
    "EMAIL_URL must be set": "EMAIL_URL" not in env and not MAIL_PROVIDER,
    "ANYMAIL must hold WEBHOOK_SECRET, as user:password": bool(MAIL_PROVIDER)
    and ":" not in ANYMAIL.get("WEBHOOK_SECRET", ""),
    "DEFAULT_FROM_EMAIL must be set": "DEFAULT_FROM_EMAIL" not in env,
    "DEMO must be off": DEMO,
    "MAIL_VIEWER must be off": MAIL_VIEWER,
    "MFA_REQUIRED must be on": not MFA_REQUIRED,
    "STRIPE_API_BASE is for the demo only": bool(STRIPE_API_BASE),
    "STRIPE_WEBHOOK_SECRET must be set when STRIPE_SECRET_KEY is": bool(STRIPE_SECRET_KEY)
    and not STRIPE_WEBHOOK_SECRET,
    "DEBUG must be off": env.bool("DEBUG", default=False),
    "CORS_ORIGINS must begin with https://": any(not origin.startswith("https://") for origin in CORS_ALLOWED_ORIGINS),
    "METRICS_TOKEN must have at least 20 characters": 0 < len(METRICS_TOKEN) < 20,
}
if _faults := [fault for fault, present in _REFUSED.items() if present]:
    raise ImproperlyConfigured("This site cannot start: " + "; ".join(_faults) + ".")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
