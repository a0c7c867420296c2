"""What the worker can run: huey finds only what this module imports."""

from training.colleagues import jobs as colleagues_jobs
from training.completion import jobs as completion_jobs
from training.digests import jobs as digests_jobs
from training.enrolments import jobs as enrolments_jobs
from training.invitations import jobs as invitations_jobs
from training.reminders import jobs as reminders_jobs
from training.reports import jobs as reports_jobs

__all__ = [
    "colleagues_jobs",
    "completion_jobs",
    "digests_jobs",
    "enrolments_jobs",
    "invitations_jobs",
    "reminders_jobs",
    "reports_jobs",
]
