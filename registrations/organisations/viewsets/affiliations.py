"""The admin's screens of posts."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.organisations.actions import affiliate, change_affiliation
from registrations.organisations.forms import PostChangeForm, PostForm
from registrations.organisations.models import Affiliation
from registrations.people.models import User
from registrations.people.rules import KEEPERS
from registrations.viewsets import ActionCreateView, ActionEditView, ActionPostView, ActionViewSet


class AffiliateView(ActionCreateView):
    form_class = PostForm

    def perform(self, *, address: User, **cleaned: Any) -> Affiliation:
        return affiliate(person=address, by=self.actor(), at=timezone.now(), **cleaned)


class ChangePostView(ActionEditView):
    form_class = PostChangeForm

    def perform(self, **cleaned: Any) -> Affiliation:
        return change_affiliation(affiliation=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class VerifyView(ActionPostView):
    label = _("Verify")
    question = _("You confirm that this person works there: the rights of the organisation are theirs from now on.")

    @classmethod
    def offered(cls, affiliation: Affiliation) -> bool:
        return affiliation.verified_at is None

    def perform(self) -> Affiliation:
        return change_affiliation(affiliation=self.object, verified=True, by=self.actor(), at=timezone.now())


class AffiliationViewSet(ActionViewSet):
    model = Affiliation
    add_view_class = AffiliateView
    edit_view_class = ChangePostView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"verifier": VerifyView}
    name = "affiliations"
    icon = "link"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("person", "organisation", "role", "is_registrar", "starts_on", "ends_on")
    list_filter = ("role", "is_registrar", "historical")
    list_select_related = ("person", "organisation")
    search_fields = ("person__family_name", "person__given_name", "person__email", "organisation__name")
