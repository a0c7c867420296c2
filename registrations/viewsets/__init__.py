"""Admin screens that can only write through actions: what every feature's `viewsets.py` is made of."""

from registrations.lists.rules import Verdict, left_out, passes
from registrations.viewsets.acting import (
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionModelForm,
    ActionPostView,
    actor,
)
from registrations.viewsets.base import ActionChooserViewSet, ActionViewSet, ShownToRoles, TradeGroup
from registrations.viewsets.bulk import MORE_BULKS, ActionBulkView
from registrations.viewsets.inspecting import LINKS, ActionInspectView, PageLink
from registrations.viewsets.listing import ActionFilterSet, ActionIndexView, DayInput, MoneyColumn
from registrations.viewsets.policy import ACT, VIEW, RolePolicy
from registrations.viewsets.screens import ActionScreenView, ActionScreenViewSet

__all__ = [
    "ACT",
    "LINKS",
    "MORE_BULKS",
    "VIEW",
    "ActionBulkView",
    "ActionChooserViewSet",
    "ActionCreateView",
    "ActionDeleteView",
    "ActionEditView",
    "ActionFilterSet",
    "ActionIndexView",
    "ActionInspectView",
    "ActionModelForm",
    "ActionPostView",
    "ActionScreenView",
    "ActionScreenViewSet",
    "ActionViewSet",
    "DayInput",
    "MoneyColumn",
    "PageLink",
    "RolePolicy",
    "ShownToRoles",
    "TradeGroup",
    "Verdict",
    "actor",
    "left_out",
    "passes",
]
