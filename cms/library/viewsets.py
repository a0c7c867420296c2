"""The admin's screens of the library."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.actions import (
    add_file,
    add_resource,
    add_topic,
    archive,
    change_resource,
    grant_access,
    lift_narrowing,
    narrow_access,
    publish_resource,
    translate_resource,
    withdraw_grant,
)
from cms.library.forms import (
    ExceptionForm,
    GrantForm,
    NewFileForm,
    NewRecordForm,
    RecordForm,
    TopicForm,
    TranslationForm,
)
from cms.library.models import DownloadCount, Grant, Narrowing, Resource, ResourceFile, Topic
from cms.library.queries import outlook
from registrations.actors import Role
from registrations.files.uploads import received
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)


class AddView(ActionCreateView):
    form_class = NewRecordForm

    def perform(self, *, file: UploadedFile | None, **record: Any) -> Resource:
        by, now = self.actor(), timezone.now()
        if file is None:
            return add_resource(by=by, at=now, **record)
        with received(file, feature="library", at=now) as kept:
            return add_resource(file=kept, by=by, at=now, **record)


class ChangeView(ActionEditView):
    form_class = RecordForm

    def get_initial(self) -> dict[str, Any]:
        return RecordForm.of(self.object)

    def perform(self, *, slug: str, **record: Any) -> Resource:
        return change_resource(self.object, slug=slug or self.object.slug, by=self.actor(), at=timezone.now(), **record)


class FileView(ActionPostView):
    label, icon = _("Add a file"), "upload"
    question = _("A second file of the same language and format is its next edition; the first one is kept.")
    form_class = NewFileForm

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.object.locale.language_code}

    def perform(self, *, file: UploadedFile, language: str) -> Resource:
        now = timezone.now()
        with received(file, feature="library", at=now) as kept:
            add_file(self.object, file=kept, language=language, by=self.actor(), at=now)
        return self.object


class PublishView(ActionPostView):
    label, icon = _("Publish"), "view"
    question = _("The record is shown at once to those whom the diffusion policy lets see it.")

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return not resource.live

    def perform(self) -> Resource:
        return publish_resource(self.object, by=self.actor(), at=timezone.now())


class ArchiveView(ActionPostView):
    label, icon = _("Archive"), "bin"
    question = _("Nobody will find the record any more; its files and figures are kept, and it can be published again.")

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return bool(resource.live)

    def perform(self) -> Resource:
        return archive(self.object, by=self.actor(), at=timezone.now())


class TranslateView(ActionPostView):
    label, icon = _("Add a language"), "globe"
    question = _("Both records share their files, their dates and their exceptions.")
    form_class = TranslationForm

    def perform(self, **record: Any) -> Resource:
        return translate_resource(self.object, by=self.actor(), at=timezone.now(), **record)


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
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["outlook"] = outlook(self.object, at=timezone.now())
        return context


class ResourceViewSet(ActionViewSet):
    model = Resource
    name = "ressources"
    icon = "doc-full"
    roles_view = (Role.EDITOR, Role.BOARD_SECRETARY)
    roles_change = (Role.LIBRARIAN,)
    add_view_class = AddView
    edit_view_class = ChangeView
    inspect_view_class = ResourceInspectView
    inspect_template_name = "cms/admin/resource.html"
    post_views = {
        "fichier": FileView,
        "publier": PublishView,
        "archiver": ArchiveView,
        "traduire": TranslateView,
        "autoriser": GrantView,
        "suspendre": NarrowView,
    }
    list_display = ("title", "kind", "published_on", "embargo_until", "live")
    list_filter = ("kind", "published_on", "live")
    list_select_related = ("locale",)
    search_fields = ("title", "abstract")
    inspect_view_fields = (
        "title",
        "slug",
        "kind",
        "abstract",
        "authors",
        "topics",
        "published_on",
        "embargo_until",
        "licence",
        "locale",
        "live",
    )
    related = (
        (_("Files"), "files", ("original_name", "language", "format", "edition", "pages")),
        (_("Grants"), "grants", ("person", "organisation", "reason", "starts_at", "ends_at")),
        (_("Narrowings"), "narrowings", ("reason", "starts_at", "ends_at")),
    )


class ResourceFileViewSet(ActionViewSet):
    model = ResourceFile
    name = "fichiers"
    icon = "doc-empty"
    roles_change = (Role.LIBRARIAN,)
    list_display = ("original_name", "resource", "language", "format", "edition", "pages", "created_at")
    list_filter = ("language", "format")
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


class DownloadCountViewSet(ActionViewSet):
    model = DownloadCount
    name = "telechargements"
    icon = "download"
    roles_view = (Role.EDITOR, Role.BOARD_SECRETARY)
    roles_change = (Role.LIBRARIAN,)
    inspect_view_enabled = False
    list_display = ("on", "file", "audience", "organisation", "number")
    list_filter = ("on", "audience")
    list_select_related = ("file", "organisation")


class NewTopicView(ActionCreateView):
    form_class = TopicForm

    def perform(self, **topic: Any) -> Topic:
        return add_topic(by=self.actor(), at=timezone.now(), **topic)


class TopicViewSet(ActionViewSet):
    model = Topic
    name = "themes"
    icon = "tag"
    roles_change = (Role.LIBRARIAN,)
    add_view_class = NewTopicView
    list_display = ("name_fr", "name_en", "slug")
    search_fields = ("name_fr", "name_en")
