"""The team's accounts and roles, for administrators alone."""

from tests.permissions.kinds import screen

SCREENS = {"equipe": screen()}
