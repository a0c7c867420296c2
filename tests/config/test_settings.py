"""What may be configured, what production refuses, what every page is sent with."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.ROOT)
SAFE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "k3" * 15 + "Zq-9" * 10,
    "SITE_URL": "https://www.exemple.test",
    "ALLOWED_HOSTS": "www.exemple.test",
    "EMAIL_URL": "smtp+tls://u:p@smtp.exemple.test:587",
    "DEFAULT_FROM_EMAIL": "AXTRA <nepasrepondre@exemple.test>",
}


def start(command, **changes):
    """Run Python with production's settings; a change to None removes a value."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {name: value for name, value in (SAFE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


IMPORT = ["-W", "error", "-c", "import config.settings.prod"]


def test_production_starts_with_safe_values():
    done = start(IMPORT)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("SITE_URL", None),
        ("SITE_URL", "http://www.exemple.test"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("EMAIL_URL", None),
        ("DEFAULT_FROM_EMAIL", None),
        ("DEMO", "true"),
        ("DEBUG", "true"),
        ("MAIL_VIEWER", "true"),
        ("MFA_REQUIRED", "false"),
        ("STRIPE_API_BASE", "http://localhost:9000"),
        ("STRIPE_SECRET_KEY", "sk_live_x"),
        ("CORS_ORIGINS", "http://front.exemple.test"),
        ("METRICS_TOKEN", "short"),
    ],
)
def test_production_refuses_a_missing_or_unsafe_value_and_names_it(name, value):
    done = start(IMPORT, **{name: value})

    assert (done.returncode, "This site cannot start" in done.stderr, name in done.stderr) == (1, True, True)


def test_production_refuses_a_mail_provider_whose_events_anybody_could_send():
    done = start(IMPORT, MAIL_PROVIDER="postmark", ANYMAIL="POSTMARK_SERVER_TOKEN=x", EMAIL_URL=None)

    assert (done.returncode, "ANYMAIL must hold WEBHOOK_SECRET" in done.stderr) == (1, True)


def test_deployment_check_is_clean_in_production():
    done = start(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])

    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


def test_example_of_the_environment_names_exactly_what_the_settings_read():
    read = set()
    for source in (ROOT / "config" / "settings").glob("*.py"):
        read |= set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', source.read_text()))
    named = set(re.findall(r"^(?:# )?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert named - {"DJANGO_SETTINGS_MODULE"} == read


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/problems/", "/comptes/login/", "/nulle-part/"])
def test_every_page_has_a_strict_content_policy(client, path):
    policy = dict(part.strip().partition(" ")[::2] for part in client.get(path)["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert [name for name, sources in policy.items() if "unsafe" in sources or "*" in sources] == []
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'self'")


@pytest.mark.django_db
def test_every_page_says_not_to_guess_types_nor_tell_where_one_comes_from(client):
    response = client.get("/")

    assert (response["X-Content-Type-Options"], response["Referrer-Policy"], response["X-Frame-Options"]) == (
        "nosniff",
        "same-origin",
        "DENY",
    )
