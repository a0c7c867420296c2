"""What the worker can run: huey finds only what this module imports."""

from magazine.issues import jobs as issues_jobs

__all__ = ["issues_jobs"]
