"""The worker finds only what an application's root `tasks.py` imports."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("registrations", "cms", "magazine", "training")


@pytest.mark.parametrize("app", APPS)
def test_every_tasks_and_jobs_module_is_imported_by_its_application(app):
    written = {
        f"{app}.{path.parent.name}.{path.stem}"
        for role in ("tasks", "jobs")
        for path in (ROOT / app).glob(f"*/{role}.py")
    }
    root = f"{app}.tasks"
    imported = {
        value.__name__
        for value in (vars(import_module(root)).values() if written else ())
        if isinstance(value, type(sys)) and value.__name__.startswith(f"{app}.")
    }

    assert imported == written
