"""Who waits: the apps that keep people in line say how many, so that the counters can be proved."""

from collections.abc import Callable

QUEUES: dict[str, Callable[[], dict[int, int]]] = {}
"""By label of the model that waits (`training.enrolment`): the number of rows in line for each pool that has some."""
