"""Formation: the training lead's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from registrations.viewsets import TradeGroup
from training.catalogue.viewsets import ActivityViewSet, ProgrammeViewSet
from training.enrolments.viewsets import EnrolmentViewSet, SessionViewSet


class TrainingGroup(TradeGroup):
    menu_label = _("Training")
    menu_name = "formation"
    menu_icon = "clipboard-list"
    menu_order = 220
    items = (ProgrammeViewSet, ActivityViewSet, SessionViewSet, EnrolmentViewSet)


@hooks.register("register_admin_viewset")
def register_trade() -> TradeGroup:
    return TrainingGroup()
