"""What the worker can run: huey finds only what this module imports."""

from cms.access_requests import jobs as access_request_jobs
from cms.library import jobs as library_jobs
from cms.media import jobs as media_jobs
from cms.media import tasks as media_tasks
from cms.simulations import jobs as simulations_jobs

__all__ = ["access_request_jobs", "library_jobs", "media_jobs", "media_tasks", "simulations_jobs"]
