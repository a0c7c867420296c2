"""What upper features know of a version before the board adopts it; filled when the apps are ready."""

from collections.abc import Callable
from typing import Any

from cms.diffusion.models import PolicyVersion

IMPACTS: list[Callable[[PolicyVersion], Any]] = []
"""Each answers what a version changes, with its `template`, or None when nobody has measured it."""
