"""What one may do to a work from its page: each act is one action, in the states that allow it."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.actions import (
    add_file,
    add_resource,
    change_resource,
    note_review,
    publish_resource,
    relate_resources,
    replace_resource,
    return_resource,
    shelve,
    submit_resource,
    translate_resource,
    withdraw_file,
    withdraw_resource,
)
from cms.library.forms import (
    FollowingForm,
    NewFileForm,
    NewRecordForm,
    ReasonForm,
    RecordForm,
    RelatedForm,
    RemarkForm,
    ReviewForm,
    ShelvesForm,
    TranslationForm,
)
from cms.library.models import Collection, Resource, ResourceFile
from cms.library.rules import NEXT, SHOWN, ResourceState
from registrations.actors import Role
from registrations.files.uploads import received
from registrations.viewsets import ActionBulkView, ActionCreateView, ActionEditView, ActionPostView, left_out, passes

OF_FILE = dict.fromkeys(
    (
        "file-kind-refused",
        "file-too-large",
        "file-empty",
        "file-is-not-what-it-says",
        "file-encrypted",
        "file-unreadable",
        "file-with-macros",
        "file-with-script",
        "file-is-bomb",
        "same-file",
    ),
    "file",
)
"""Refusals that are shown beside the file."""


class AddView(ActionCreateView):
    form_class = NewRecordForm
    at_fault = OF_FILE

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
    at_fault = OF_FILE
    by_editors = True
    question = _("A second file of the same language and format is its next edition; the first one is kept.")
    form_class = NewFileForm

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.object.locale.language_code}

    def perform(self, *, file: UploadedFile, language: str, note: str) -> Resource:
        now = timezone.now()
        with received(file, feature="library", at=now) as kept:
            add_file(self.object, file=kept, language=language, note=note, by=self.actor(), at=now)
        return self.object


class SubmitView(ActionPostView):
    label, icon = _("Hand over for publication"), "arrow-right"
    question = _("The librarian reads it, then publishes it or gives it back with what is to be changed.")
    by_editors = True

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return resource.state == ResourceState.DRAFT

    def perform(self) -> Resource:
        return submit_resource(self.object, by=self.actor(), at=timezone.now())


class ReturnView(ActionPostView):
    label, icon = _("Give back to its author"), "undo"
    question = _("It becomes a draft again, with your remark.")
    form_class = RemarkForm

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return resource.state == ResourceState.REVIEW

    def perform(self, *, remark: str) -> Resource:
        return return_resource(self.object, remark=remark, by=self.actor(), at=timezone.now())


class PublishView(ActionPostView):
    label, icon = _("Publish"), "view"
    question = _("The record is shown at once to those whom the diffusion policy lets see it.")

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return ResourceState.PUBLISHED in NEXT[resource.state]

    def perform(self) -> Resource:
        return publish_resource(self.object, by=self.actor(), at=timezone.now())


class WithdrawResourceView(ActionPostView):
    label, icon = _("Withdraw"), "bin"
    question = _(
        "Nobody finds the resource any more, in any language; its files and figures are kept, and it can be "
        "published again."
    )
    form_class = ReasonForm

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return resource.state in SHOWN

    def perform(self, *, reason: str) -> Resource:
        return withdraw_resource(self.object, reason=reason, by=self.actor(), at=timezone.now())


class ReplaceView(ActionPostView):
    label, icon = _("Replace by another"), "redirect"
    question = _(
        "It leaves the lists; its address and its files still answer, and its page sends readers to the new one."
    )
    form_class = FollowingForm

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return resource.state == ResourceState.PUBLISHED

    def perform(self, *, following: Resource) -> Resource:
        return replace_resource(self.object, following=following, by=self.actor(), at=timezone.now())


class ReviewView(ActionPostView):
    label, icon = _("It still holds"), "tick"
    question = _("You read it again and nothing is to be changed. When is it to be read next?")
    form_class = ReviewForm

    @classmethod
    def offered(cls, resource: Resource) -> bool:
        return resource.state in SHOWN

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"next_on": date(today.year + 1, today.month, min(today.day, 28))}

    def perform(self, *, next_on: date | None) -> Resource:
        return note_review(self.object, next_on=next_on, by=self.actor(), at=timezone.now())


class RelateView(ActionPostView):
    label, icon = _("Related resources"), "link"
    question = _("Readers of one find the others, from both sides.")
    form_class = RelatedForm
    by_editors = True

    def get_initial(self) -> dict[str, Any]:
        return {"others": "\n".join(self.object.related.values_list("slug", flat=True))}

    def perform(self, *, others: list[Resource]) -> Resource:
        return relate_resources(self.object, others=others, by=self.actor(), at=timezone.now())


class ShelveView(ActionPostView):
    label, icon = _("Collections"), "folder-open-1"
    question = _("Tick those in which it stands; their order is on their own pages.")
    form_class = ShelvesForm

    def get_initial(self) -> dict[str, Any]:
        return {"collections": Collection.objects.filter(items__resource=self.object)}

    def perform(self, *, collections: list[Collection]) -> Resource:
        return shelve(self.object, collections=collections, by=self.actor(), at=timezone.now())


class TranslateView(ActionPostView):
    label, icon = _("Add a language"), "globe"
    by_editors = True
    question = _("Both records share their files, their dates and their exceptions.")
    form_class = TranslationForm

    def perform(self, **record: Any) -> Resource:
        return translate_resource(self.object, by=self.actor(), at=timezone.now(), **record)


class WithdrawFileView(ActionPostView):
    label, icon = _("Withdraw this edition"), "bin"
    question = _("Nobody obtains this file any more; its bytes are kept, and the edition before it is offered again.")

    @classmethod
    def offered(cls, file: ResourceFile) -> bool:
        return file.withdrawn_at is None

    def perform(self) -> ResourceFile:
        return withdraw_file(self.object, by=self.actor(), at=timezone.now())


class PublishAll(ActionBulkView):
    label, icon = _("Publish"), "view"
    question = _("The records are shown at once to those whom the diffusion policy lets see them.")
    roles = (Role.LIBRARIAN,)

    def verdict(self, instance: Any) -> Any:
        return passes() if PublishView.offered(instance) else left_out(_("It is published already."))

    def perform(self, instance: Any) -> None:
        publish_resource(instance, by=self.actor(), at=timezone.now())


class ReviewAll(ActionBulkView):
    label, icon = _("They still hold"), "tick"
    question = _("Each was read again and nothing is to be changed. When are they to be read next?")
    form_class = ReviewForm
    roles = (Role.LIBRARIAN,)

    def verdict(self, instance: Any) -> Any:
        return passes() if ReviewView.offered(instance) else left_out(_("It is not published."))

    def perform(self, instance: Any, *, next_on: date | None) -> None:
        note_review(instance, next_on=next_on, by=self.actor(), at=timezone.now())
