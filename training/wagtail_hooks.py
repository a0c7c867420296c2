"""Formation: the training lead's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from registrations.certificates.viewsets import CertificateViewSet
from registrations.surveys.viewsets import SurveyViewSet
from registrations.viewsets import MORE_BULKS, TradeGroup
from training.attendance.viewsets import AttendanceViewSet, TrainerLinkViewSet
from training.catalogue.viewsets import ActivityViewSet, TrainerViewSet
from training.completion.viewsets import certifying_acts
from training.costs.viewsets import CostViewSet
from training.enrolments.viewsets import EnrolmentViewSet, SessionViewSet
from training.reports.viewsets import ReportViewSet, TrainingFileViewSet
from training.sessions.viewsets import CalendarViewSet, ProgrammeScreens
from training.workbook.viewsets import WorkbookViewSet

MORE_BULKS.append(certifying_acts)


class TrainingGroup(TradeGroup):
    menu_label = _("Training")
    menu_name = "formation"
    menu_icon = "clipboard-list"
    menu_order = 220
    items = (
        ProgrammeScreens,
        ActivityViewSet,
        TrainerViewSet,
        CostViewSet,
        SessionViewSet,
        CalendarViewSet,
        EnrolmentViewSet,
        AttendanceViewSet,
        TrainerLinkViewSet,
        CertificateViewSet,
        SurveyViewSet,
        ReportViewSet,
        TrainingFileViewSet,
        WorkbookViewSet,
    )


@hooks.register("register_admin_viewset")
def register_trade() -> TradeGroup:
    return TrainingGroup()
