"""What the worker can run: huey finds only what this module imports."""

from cms.library import jobs as library_jobs
from cms.media import jobs as media_jobs
from cms.media import tasks as media_tasks

__all__ = ["library_jobs", "media_jobs", "media_tasks"]
