"""Formation: the training lead's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from registrations.actors import Role
from registrations.certificates.viewsets import CertificateViewSet
from registrations.questions.viewsets import QuestionViewSet, ask_from
from registrations.surveys.viewsets import SurveyViewSet
from registrations.viewsets import MORE_BULKS, TradeGroup
from training.answers.viewsets import InvitationViewSet
from training.attendance.viewsets import AttendanceViewSet, TrainerLinkViewSet
from training.catalogue.models import Programme
from training.catalogue.viewsets import ActivityViewSet, TrainerViewSet
from training.completion.viewsets import certifying_acts
from training.costs.viewsets import CostViewSet
from training.enrolments.viewsets import EnrolmentViewSet, SessionViewSet
from training.reports.viewsets import ReportViewSet, TrainingFileViewSet
from training.sessions.models import Session
from training.sessions.viewsets import CalendarViewSet, ProgrammeScreens
from training.workbook.viewsets import WorkbookViewSet

MORE_BULKS.append(certifying_acts)
ask_from(Programme, "training.programme", page="programmes", roles=(Role.TRAINING_LEAD,))
ask_from(Session, "training.session", page="seances", roles=(Role.TRAINING_LEAD,))


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
        InvitationViewSet,
        AttendanceViewSet,
        TrainerLinkViewSet,
        CertificateViewSet,
        QuestionViewSet,
        SurveyViewSet,
        ReportViewSet,
        TrainingFileViewSet,
        WorkbookViewSet,
    )


@hooks.register("register_admin_viewset")
def register_trade() -> TradeGroup:
    return TrainingGroup()
