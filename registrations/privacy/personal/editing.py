"""What the editors' tool keeps of who works in it: preferences, open editors, drafts; signatures of pages stay."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import APIToken, Comment, CommentReply, ModelLogEntry, PageSubscription, Revision
from wagtail.users.models import UserProfile

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.queries import marks_of, mentioning
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention

OWN = (EditingSession, FormState, APIToken, PageSubscription, UserProfile)
WRITTEN = (Revision, Comment, CommentReply)


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := sum(model._default_manager.filter(user=person).count() for model in OWN):
        yield Gone(_("Preferences and open editors of the admin"), number)
    if number := _sent_forms(person).count():
        yield Gone(_("Forms sent from a page of the site"), number)
    if number := sum(model._default_manager.filter(user=person).count() for model in WRITTEN):
        why = _("They are the association's own texts.")
        yield Kept(_("Versions and comments of pages, without their author's name"), number, why)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    for profile in UserProfile.objects.filter(user=person):
        profile.avatar.delete(save=False)
    for model in OWN:
        model._default_manager.filter(user=person).delete()
    _sent_forms(person).delete()
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).update(label="", data={})


def _sent_forms(person: User) -> "QuerySet[FormSubmission]":
    return mentioning(FormSubmission.objects.all(), "form_data", marks_of(person))


def preferences(person: User) -> Iterator[Mapping[str, Any]]:
    yield from UserProfile.objects.filter(user=person).values("preferred_language", "current_time_zone", "theme")


def comments(person: User) -> Iterator[Mapping[str, Any]]:
    yield from Comment.objects.filter(user=person).values("text", "created_at")
    yield from CommentReply.objects.filter(user=person).values("text", "created_at")


def forms(person: User) -> Iterator[Mapping[str, Any]]:
    for sent in _sent_forms(person):
        yield {"sent_at": sent.submit_time, **sent.form_data}


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "wagtailadmin.editingsession.user",
            "wagtailadmin.formstate.user",
            "wagtailcore.apitoken.user",
            "wagtailcore.comment.resolved_by",
            "wagtailcore.comment.user",
            "wagtailcore.commentreply.user",
            "wagtailcore.modellogentry.user",
            "wagtailcore.page.locked_by",
            "wagtailcore.page.owner",
            "wagtailcore.pagelogentry.user",
            "wagtailcore.pagesubscription.user",
            "wagtailcore.revision.user",
            "wagtailcore.taskstate.finished_by",
            "wagtailcore.uploadedfile.uploaded_by_user",
            "wagtailcore.workflowstate.requested_by",
            "wagtaildocs.document.uploaded_by_user",
            "wagtailimages.image.uploaded_by_user",
            "wagtailusers.userprofile.user",
        ),
    )
]
EXPORTS = [
    Export("admin_preferences", _("Your preferences in the admin"), preferences),
    Export("page_comments", _("Your comments on pages"), comments, columns={"text": _("Comment")}),
    Export("page_forms", _("Forms that you sent us"), forms, columns={"sent_at": _("Sent on")}),
]
RETENTIONS: list[Retention] = []
