"""One machine over plain HTTP on localhost: the demo, the first real day, a developer's desk."""

from django.core.management.utils import get_random_secret_key

from config.settings.base import *
from config.settings.base import DATA_DIR, SECRET_KEY, env

DEBUG = env.bool("DEBUG", default=False)

if not SECRET_KEY:
    # Made once per data folder, so that sessions survive a restart and no secret is in the repository.
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    key_file = DATA_DIR / "secret-key"
    if not key_file.exists():
        key_file.write_text(get_random_secret_key())
        key_file.chmod(0o600)
    SECRET_KEY = key_file.read_text()
