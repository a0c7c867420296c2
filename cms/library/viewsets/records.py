"""The admin's screens of the library."""

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.library.actions import grant_access, lift_narrowing, narrow_access, withdraw_grant
from cms.library.forms import ExceptionForm, GrantForm
from cms.library.models import Grant, Narrowing, Resource, ResourceFile
from cms.library.queries import ahead, prospects
from cms.library.rules import UNSEEN
from cms.library.viewsets import acts
from registrations.actors import Role, roles_of
from registrations.viewsets import ActionInspectView, ActionPostView, ActionViewSet


class GrantView(ActionPostView):
    label, icon = _("Grant access"), "key"
    question = _("A grant opens the resource to one person, or to the verified staff of one organisation, for a while.")
    form_class = GrantForm

    def perform(self, *, starts_at: Any, **grant: Any) -> Resource:
        now = timezone.now()
        grant_access(self.object, starts_at=starts_at or now, by=self.actor(), at=now, **grant)
        return self.object


class NarrowView(ActionPostView):
    label, icon = _("Suspend the diffusion"), "lock"
    question = _("Urgent: nobody gets the resource until the date below, whatever the policy says.")
    form_class = ExceptionForm

    def perform(self, *, starts_at: Any, **narrowing: Any) -> Resource:
        now = timezone.now()
        narrow_access(self.object, starts_at=starts_at or now, by=self.actor(), at=now, **narrowing)
        return self.object


class ResourceInspectView(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        """Editors are offered what they may do to a draft; the librarian everything."""
        if roles_of(self.request.user).isdisjoint({Role.LIBRARIAN, Role.ADMINISTRATOR}):
            theirs = {name: view for name, view in self.post_views.items() if getattr(view, "by_editors", False)}
            self.post_views = theirs if self.object.state in UNSEEN else {}
        return super().header_buttons

    def get_edit_url(self) -> str | None:
        kept = roles_of(self.request.user).isdisjoint({Role.LIBRARIAN, Role.ADMINISTRATOR})
        return None if kept and self.object.state not in UNSEEN else super().get_edit_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        context["prospects"], context["ahead"] = prospects(self.object, at=now), ahead(self.object, at=now)
        return context


class ResourceViewSet(ActionViewSet):
    model = Resource
    name = "ressources"
    icon = "doc-full"
    roles_view = (Role.BOARD_SECRETARY,)
    roles_change = (Role.LIBRARIAN, Role.EDITOR)
    add_view_class = acts.AddView
    edit_view_class = acts.ChangeView
    inspect_view_class = ResourceInspectView
    inspect_template_name = "cms/admin/resource.html"
    post_views = {
        "soumettre": acts.SubmitView,
        "publier": acts.PublishView,
        "rendre": acts.ReturnView,
        "fichier": acts.FileView,
        "traduire": acts.TranslateView,
        "lier": acts.RelateView,
        "ranger": acts.ShelveView,
        "relire": acts.ReviewView,
        "remplacer": acts.ReplaceView,
        "retirer": acts.WithdrawResourceView,
        "autoriser": GrantView,
        "suspendre": NarrowView,
    }
    bulk_views = {"publier": acts.PublishAll, "relire": acts.ReviewAll}
    list_display = ("title", "kind", "state", "published_on", "review_on", "embargo_until")
    list_filter = ("state", "kind", "topics", "published_on", "review_on")
    list_select_related = ("locale",)
    search_fields = ("title", "abstract")
    inspect_view_fields = (
        "title",
        "slug",
        "kind",
        "abstract",
        "authors",
        "partners",
        "topics",
        "published_on",
        "embargo_until",
        "licence",
        "locale",
        "state",
        "remark",
        "replaced_by",
        "review_on",
    )
    related = (
        (_("Files"), "files", ("original_name", "language", "format", "edition", "pages", "note", "withdrawn_at")),
        (_("Related resources"), "related", ("title", "kind", "state")),
        (_("Collections"), "places", ("collection", "order")),
        (_("It replaces"), "replaces", ("title", "published_on")),
        (_("Grants"), "grants", ("person", "organisation", "reason", "starts_at", "ends_at")),
        (_("Narrowings"), "narrowings", ("reason", "starts_at", "ends_at")),
    )


class ResourceFileViewSet(ActionViewSet):
    model = ResourceFile
    name = "fichiers"
    icon = "doc-empty"
    roles_change = (Role.LIBRARIAN,)
    post_views = {"retirer": acts.WithdrawFileView}
    list_display = ("original_name", "resource", "language", "format", "edition", "pages", "created_at", "withdrawn_at")
    list_filter = ("language", "format", "created_at")
    list_select_related = ("resource",)
    search_fields = ("original_name", "resource__title")


class WithdrawView(ActionPostView):
    label, icon = _("Withdraw the grant"), "cross"
    question = _("It ends now: from this moment the policy alone decides.")

    @classmethod
    def offered(cls, grant: Grant) -> bool:
        return grant.ends_at > timezone.now()

    def perform(self) -> Grant:
        withdraw_grant(self.object, by=self.actor(), at=timezone.now())
        return self.object


class GrantViewSet(ActionViewSet):
    model = Grant
    name = "autorisations"
    icon = "key"
    roles_view = (Role.BOARD_SECRETARY,)
    roles_change = (Role.LIBRARIAN,)
    post_views = {"retirer": WithdrawView}
    list_display = ("resource", "person", "organisation", "reason", "starts_at", "ends_at")
    list_filter = ("starts_at", "ends_at")
    list_select_related = ("resource", "person", "organisation")
    search_fields = ("resource__title", "reason")


class LiftView(ActionPostView):
    label, icon = _("Lift the suspension"), "lock-open"
    question = _("It ends now: from this moment the policy alone decides.")

    @classmethod
    def offered(cls, narrowing: Narrowing) -> bool:
        return narrowing.ends_at > timezone.now()

    def perform(self) -> Narrowing:
        lift_narrowing(self.object, by=self.actor(), at=timezone.now())
        return self.object


class NarrowingViewSet(ActionViewSet):
    model = Narrowing
    name = "restrictions"
    icon = "lock"
    roles_view = (Role.BOARD_SECRETARY,)
    roles_change = (Role.LIBRARIAN,)
    post_views = {"lever": LiftView}
    list_display = ("resource", "reason", "starts_at", "ends_at")
    list_select_related = ("resource",)
    search_fields = ("resource__title", "reason")
