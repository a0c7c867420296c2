"""What upper features do when an activity or a programme changes, filled in `ready()`."""

from collections.abc import Callable
from datetime import datetime

from training.catalogue.models import Activity, Programme

ON_MODE: list[Callable[[Activity, datetime], None]] = []
"""`(activity, at)`: told in the same transaction when an activity is given online, on site or both, as it was not."""

ON_CAPS: list[Callable[[Programme, datetime], None]] = []
"""`(programme, at)`: told in the same transaction when the seats that an organisation may have in it change."""
