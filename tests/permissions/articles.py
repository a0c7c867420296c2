"""The magazine's sections and contributors."""

from tests.permissions.kinds import screen

SCREENS = {"rubriques": screen(change=("editor",)), "collaborateurs": screen(change=("editor",))}
