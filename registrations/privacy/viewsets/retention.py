"""What is past its term, and who keeps data for us."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.privacy.actions import archive_provider, keep_provider, purge
from registrations.privacy.forms import ProviderForm, PurgeForm
from registrations.privacy.models import Provider, Purge
from registrations.privacy.queries import inactive
from registrations.privacy.registry import RETENTIONS
from registrations.viewsets import ActionCreateView, ActionEditView, ActionPostView, ActionViewSet

GUIDE = "renseignements-personnels"
SHOWN = 100


class PurgeView(ActionCreateView):
    """The dry run, and the button that does it now."""

    form_class = PurgeForm
    page_title = _("What is past its term")
    template_name = "registrations/admin/privacy/purge.html"
    submit_button_label = _("Purge now")
    done_message = _("What was past its term is gone.")

    def perform(self, *, read: bool) -> Purge:  # noqa: ARG002  # the form requires it
        return purge(by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        silent = inactive(on=today)
        return super().get_context_data(**kwargs) | {
            "due": [(each, each.due(today)) for each in RETENTIONS],
            "inactive": list(silent[:SHOWN]),
            "inactive_count": silent.count(),
        }


class PurgeViewSet(ActionViewSet):
    model = Purge
    name = "purges"
    icon = "bin"
    guide = GUIDE
    menu_label = _("Retention")
    add_view_class = PurgeView
    list_display = ("at", "total", ("said", _("what went")))


class AddProviderView(ActionCreateView):
    form_class = ProviderForm

    def perform(self, **cleaned: Any) -> Provider:
        return keep_provider(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeProviderView(ActionEditView):
    form_class = ProviderForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ProviderForm.base_fields}

    def perform(self, **cleaned: Any) -> Provider:
        return keep_provider(self.object, by=self.actor(), at=timezone.now(), **cleaned)


class ArchiveProviderView(ActionPostView):
    label = _("No longer a provider")
    question = _("It leaves the privacy page at once, and stays in this list.")
    icon = "folder"

    @classmethod
    def offered(cls, provider: Provider) -> bool:
        return provider.archived_at is None

    def perform(self) -> Provider:
        return archive_provider(self.object, by=self.actor(), at=timezone.now())


class ProviderViewSet(ActionViewSet):
    model = Provider
    name = "fournisseurs"
    icon = "globe"
    guide = GUIDE
    add_view_class = AddProviderView
    edit_view_class = ChangeProviderView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"archiver": ArchiveProviderView}
    list_display = ("name", "country_fr", "outside_quebec", "service_fr", "assessed_on", "archived_at")
    list_filter = ("outside_quebec",)
