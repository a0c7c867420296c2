"""Signed-in people, written in bulk: the benches measure the rush, not the sign-ins."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.utils import timezone
from django.utils.crypto import get_random_string

from registrations.models import User

PEOPLE = 12_000
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def rushing_people() -> list[User]:
    """Those who rush, made once."""
    if not User.objects.filter(email__startswith="rush").exists():
        User.objects.bulk_create(
            [User(email=f"rush{n}@exemple.test", given_name="R", family_name=str(n)) for n in range(PEOPLE)]
        )
    return list(User.objects.filter(email__startswith="rush").order_by("pk"))


def sign_people_in(word: Callable[[int], str] = lambda _rank: "-") -> list[User]:
    """A session each, in the file that the script of wrk reads: `session csrf word`, the word being the body's."""
    people = rushing_people()
    until, store = timezone.now() + timedelta(days=1), SessionStore()
    lines, rows = [], []
    for rank, person in enumerate(people):
        key, token = get_random_string(32, ALPHABET), get_random_string(32)
        data = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        rows.append(SignIn(session_key=key, session_data=store.encode(data), expire_date=until))
        lines.append(f"{key} {token} {word(rank)}")
    SignIn.objects.all().delete()
    SignIn.objects.bulk_create(rows)
    Path(os.environ["BENCH_PEOPLE"]).write_text("\n".join(lines) + "\n")
    return people
