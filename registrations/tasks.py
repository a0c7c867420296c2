"""What the worker can run: huey finds only what this module imports."""

from registrations.accounting import jobs as accounting_jobs
from registrations.colloquium import jobs as colloquium_jobs
from registrations.files import jobs as files_jobs
from registrations.idempotency import jobs as idempotency_jobs
from registrations.imports import jobs as imports_jobs
from registrations.lists import jobs as lists_jobs
from registrations.messages import jobs as messages_jobs
from registrations.messages import tasks as messages_tasks
from registrations.orders import jobs as orders_jobs
from registrations.orders import tasks as orders_tasks
from registrations.payments import jobs as payments_jobs
from registrations.people import jobs as people_jobs
from registrations.privacy import jobs as privacy_jobs
from registrations.receivables import jobs as receivables_jobs
from registrations.renewals import jobs as renewals_jobs
from registrations.staff import jobs as staff_jobs
from registrations.writings import jobs as writings_jobs

__all__ = [
    "accounting_jobs",
    "colloquium_jobs",
    "files_jobs",
    "idempotency_jobs",
    "imports_jobs",
    "lists_jobs",
    "messages_jobs",
    "messages_tasks",
    "orders_jobs",
    "orders_tasks",
    "payments_jobs",
    "people_jobs",
    "privacy_jobs",
    "receivables_jobs",
    "renewals_jobs",
    "staff_jobs",
    "writings_jobs",
]
