"""The admin's screens of reports, and of the files made of training."""

from training.reports.viewsets.files import TrainingFileViewSet
from training.reports.viewsets.reports import ReportViewSet

__all__ = ["ReportViewSet", "TrainingFileViewSet"]
