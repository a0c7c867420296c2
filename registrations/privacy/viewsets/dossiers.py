"""What is held of each person, and their erasure."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from registrations.people.models import User
from registrations.privacy.actions import erase
from registrations.privacy.forms import EraseForm
from registrations.privacy.queries import shown_to
from registrations.privacy.viewsets.fates import sorted_fates
from registrations.viewsets import ActionInspectView, ActionPostView, ActionViewSet

GUIDE = "renseignements-personnels"


class EraseView(ActionPostView):
    label = _("Erase this person")
    question = _("This cannot be undone: what follows is what goes, what ends and what stays.")
    icon = "bin"
    form_class = EraseForm
    template_name = "registrations/admin/privacy/erase.html"
    done_message = _("The person is erased.")

    @classmethod
    def offered(cls, person: User) -> bool:
        return person.erased_at is None

    def perform(self, confirmation: str) -> User:
        return erase(self.object, confirmation=confirmation, by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"fates": sorted_fates(self.object)}


class DossierInspectView(ActionInspectView):
    """Everything that is held of one person, as they see it themselves but for what is apart."""

    def get_page_title(self) -> str:
        return now_said("Personal data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"tables": shown_to(self.object, team=True)}


class DossierViewSet(ActionViewSet):
    """The person in charge's own list: what is held of whom, and the way to erase."""

    model = User
    name = "dossiers-personnels"
    icon = "user"
    guide = GUIDE
    menu_label = _("Personal files")
    inspect_view_class = DossierInspectView
    inspect_template_name = "registrations/admin/privacy/dossier.html"
    inspect_view_fields = ("created_at", "last_login", "erased_at")
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"effacer": EraseView}
    list_display = (("get_full_name", _("name"), "family_name"), "email", "contact_email", "last_login", "erased_at")
    list_filter = ("erased_at", "last_login")
    search_fields = ("family_name", "given_name", "email", "contact_email")
    ordering = ("family_name", "given_name", "id")

    def register_admin_url_finder(self) -> None:
        """The page of a person is that of the register."""
