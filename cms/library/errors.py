"""Refusals of the library."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class NoSuchResource(NotFound):
    code = "no-such-resource"
    message = _("There is no such resource.")


class NotLibrarian(Forbidden):
    code = "not-librarian"
    message = _("Only librarians may change the library.")


class MayNotLookAs(Forbidden):
    code = "may-not-look-as"
    message = _("Only editors and librarians may ask what another audience gets.")


class DownloadRefused(Forbidden):
    """The policy says no; the members say why, and what can be done."""

    code = "download-refused"
    title = _("This file is not available to you")
    message = _("The diffusion policy does not give you this file.")

    def __str__(self) -> str:
        return str(self.members.get("message") or self.message)


class SlugTaken(Conflict):
    code = "resource-address-taken"
    title = _("Address already taken")
    message = _("Another resource has the address “%(slug)s” already.")


class SlugIsFrozen(Conflict):
    code = "resource-address-frozen"
    title = _("Published address")
    message = _("The address of a published resource no longer changes.")


class ResourceWithoutFile(Conflict):
    code = "resource-without-file"
    title = _("No file yet")
    message = _("Add a file to this resource before publishing it.")


class EditionTaken(Conflict):
    code = "edition-taken"
    title = _("Edition already there")
    message = _("Somebody has just added this edition: reload the page.")


class SameFile(Conflict):
    code = "same-file"
    title = _("Same file")
    message = _("This file is the present edition already, byte for byte.")


class ReasonMissing(DomainError):
    code = "reason-missing"
    title = _("Reason missing")
    message = _("Give the reason: an exception to the policy is justified.")


class OneHolder(DomainError):
    code = "one-holder"
    title = _("One person or one organisation")
    message = _("A grant is for one person or for one organisation.")


class WindowUpsideDown(DomainError):
    code = "window-upside-down"
    title = _("Dates in the wrong order")
    message = _("The exception must end after it begins.")


class OnlyDrafts(Forbidden):
    code = "only-drafts"
    message = _("Editors write drafts: what was published is the librarian's to change.")


class RemarkMissing(DomainError):
    code = "remark-missing"
    title = _("Remark missing")
    message = _("Say what is to be changed, so that it can be.")


class ReplacesItself(DomainError):
    code = "resource-replaces-itself"
    title = _("The same resource")
    message = _("A resource cannot follow itself, nor one that follows it.")


class ReplacementNotPublished(Conflict):
    code = "replacement-not-published"
    title = _("The new resource is not published")
    message = _("Publish “%(title)s” first: readers are sent to it.")


class FileWithdrawn(Conflict):
    code = "file-already-withdrawn"
    title = _("Already withdrawn")
    message = _("This file is withdrawn already.")


class LastFile(Conflict):
    code = "last-file"
    title = _("The only file")
    message = _("It is the only file of a published resource: withdraw the resource, or add the file that replaces it.")


class TopicUsed(Conflict):
    code = "topic-used"
    title = _("Topic in use")
    message = _("%(count)s resources have this topic: merge it with another instead.")


class TopicTaken(Conflict):
    code = "topic-taken"
    title = _("Address already taken")
    message = _("Another topic has the address “%(slug)s” already.")


class SameTopic(DomainError):
    code = "same-topic"
    title = _("The same topic")
    message = _("Choose another topic to merge this one with.")


class CollectionTaken(Conflict):
    code = "collection-taken"
    title = _("Address already taken")
    message = _("Another collection has the address “%(slug)s” already.")


class TranslationExists(Conflict):
    code = "translation-exists"
    title = _("Translation already there")
    message = _("This resource already has a record in that language.")
