"""Réglages > Association."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.association.actions import describe_association
from registrations.association.forms import AssociationForm
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.viewsets import ActionScreenView, ActionScreenViewSet


class AssociationView(ActionScreenView):
    model = Association
    form_class = AssociationForm
    page_title = _("Association")

    def subject(self) -> Association:
        return association()

    def perform(self, **cleaned: Any) -> Association:
        return describe_association(cleaned, by=self.actor(), at=timezone.now())


class AssociationViewSet(ActionScreenViewSet):
    name = "association"
    icon = "home"
    menu_label = _("Association")
    menu_order = 10
    view_class = AssociationView
