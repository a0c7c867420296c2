"""The admin's screens of organisations and posts."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.organisations.actions import (
    affiliate,
    archive_organisation,
    change_affiliation,
    change_organisation,
    change_term,
    register_organisation,
    register_term,
)
from registrations.organisations.forms import OrganisationForm, PostChangeForm, PostForm
from registrations.organisations.models import Affiliation, Organisation, Term
from registrations.people.models import User
from registrations.viewsets import ActionCreateView, ActionEditView, ActionPostView, ActionViewSet

TEAM = (Role.EDITOR, Role.LIBRARIAN, Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
KEEPERS = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)


class RegisterView(ActionCreateView):
    form_class = OrganisationForm

    def perform(self, **cleaned: Any) -> Organisation:
        return register_organisation(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeView(ActionEditView):
    form_class = OrganisationForm

    def perform(self, **cleaned: Any) -> Organisation:
        return change_organisation(organisation=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class ArchiveView(ActionPostView):
    label = _("Archive")
    question = _("The organisation leaves every list and choice; what refers to it stays.")
    icon = "folder"

    @classmethod
    def offered(cls, organisation: Organisation) -> bool:
        return organisation.archived_at is None

    def perform(self) -> Organisation:
        archive_organisation(organisation=self.object, by=self.actor(), at=timezone.now())
        return self.object


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


class RegisterTermView(ActionCreateView):
    def perform(self, **cleaned: Any) -> Term:
        return register_term(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeTermView(ActionEditView):
    def perform(self, *, kind: str, **cleaned: Any) -> Term:  # noqa: ARG002 - a word stays in its vocabulary
        return change_term(term=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class OrganisationViewSet(ActionViewSet):
    model = Organisation
    add_view_class = RegisterView
    edit_view_class = ChangeView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"archiver": ArchiveView}
    name = "organisations"
    icon = "home"
    roles_view = TEAM
    roles_change = KEEPERS
    list_display = ("name", "kind", "region", "municipality", "phone")
    list_filter = ("kind", "region", "may_pay_later", "historical")
    search_fields = ("name", "legal_name", "neq", "municipality")
    related = (
        (_("People who work there"), "affiliations", ("person", "role", "is_registrar", "starts_on", "ends_on")),
        (_("Memberships"), "memberships", ("year", "category", "state", "lapses_on")),
    )


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


class TermViewSet(ActionViewSet):
    model = Term
    add_view_class = RegisterTermView
    edit_view_class = ChangeTermView
    form_fields = ("kind", "name_fr", "name_en")
    name = "vocabulaires"
    icon = "tag"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("name_fr", "name_en", "kind")
    list_filter = ("kind",)
    search_fields = ("name_fr", "name_en")
