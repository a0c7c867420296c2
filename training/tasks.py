"""What the worker can run: huey finds only what this module imports."""

from training.enrolments import jobs as enrolments_jobs

__all__ = ["enrolments_jobs"]
