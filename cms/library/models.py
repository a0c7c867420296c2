"""The document library: works, their files, and the exceptions to the policy."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin, WorkflowMixin

from cms.diffusion.models import ResourceKind
from cms.library.rules import CAPTIONS, SHOWN, SOUNDS, VIDEOS, ResourceState
from registrations.files.rules import media_type
from registrations.files.storages import private_storage
from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from registrations.people.models import Language


class Topic(models.Model):
    """What a resource is about; the librarian edits the list."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True, default="")
    order = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "name_fr"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="topic_one_per_slug")]

    def __str__(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name_fr


class Resource(WorkflowMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A work in the library. Not a page: its address, its list and its files all ask `decide()`."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=80)
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=14, choices=ResourceKind)
    abstract = models.TextField(_("abstract"), blank=True, default="")
    authors = models.JSONField(_("authors"), default=list, blank=True)
    partners = models.JSONField(_("partners"), default=list, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="resources", verbose_name=_("topics"))
    published_on = models.DateField(_("publication date"))
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=40, blank=True, default="")
    languages = models.CharField(_("languages of its files"), max_length=20, editable=False, default="")
    # Published is the default because Wagtail's `live` is true by default; actions always say both.
    state = models.CharField(_("state"), max_length=10, choices=ResourceState, default=ResourceState.PUBLISHED)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True, default="")
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related resources"))
    archived_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    shown_files: list["ResourceFile"]
    former_files: list["ResourceFile"]
    """The present editions of the work and those before them, when a query has filled them in."""

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["-published_on", "-id"]
        indexes = [models.Index(fields=["-published_on", "-id"], name="resource_newest")]
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="resource_one_per_slug"),
            models.CheckConstraint(condition=Q(kind__in=ResourceKind.values), name="resource_known_kind"),
            models.CheckConstraint(condition=Q(archived_at=None) | Q(live=False), name="resource_archived_is_not_live"),
            models.CheckConstraint(condition=Q(state__in=ResourceState.values), name="resource_known_state"),
            models.CheckConstraint(
                condition=Q(live=True, state__in=SHOWN) | (Q(live=False) & ~Q(state__in=SHOWN)),
                name="resource_state_says_live",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", archived_at__isnull=False)
                | (~Q(state="withdrawn") & Q(archived_at__isnull=True)),
                name="resource_withdrawn_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="replaced") | Q(replaced_by__isnull=False), name="resource_replaced_names_the_next"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")), name="resource_does_not_replace_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cover_file(self) -> "ResourceFile | None":
        """The file whose first page stands for the work, once `shown_files` is filled in: in the record's language."""
        drawn = [file for file in self.shown_files if file.cover]
        return next((file for file in drawn if file.resource_id == self.pk), drawn[0] if drawn else None)


class ResourceFile(models.Model):
    """One file of a work, on private storage. Never overwritten: a new edition is a new row."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="files", verbose_name=_("resource"))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FR)
    format = models.CharField(_("format"), max_length=10)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    file = models.FileField(_("file"), storage=private_storage, max_length=200)
    original_name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField(_("checksum"), max_length=64)
    cover = models.FileField(_("cover"), storage=private_storage, max_length=200, blank=True, default="")
    cover_tried_at = models.DateTimeField(null=True, editable=False)
    note = models.CharField(_("what this edition changes"), max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("resource file")
        verbose_name_plural = _("resource files")
        ordering = ["resource", "language", "format", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "language", "format", "edition"], name="resourcefile_one_per_edition"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_video(self) -> bool:
        return self.format in VIDEOS

    @property
    def is_sound(self) -> bool:
        return self.format in SOUNDS

    @property
    def is_captions(self) -> bool:
        return self.format == CAPTIONS

    @property
    def media_type(self) -> str:
        """For the player, which chooses among several by it."""
        return media_type(self.format)

    @property
    def label(self) -> str:
        """What the link says: PDF, français"""
        language = str(Language(self.language).label)
        return f"{self.format.upper()}, {language if get_language() == 'en' else language.lower()}"


class Collection(models.Model):
    """Works that belong together (a series, a toolbox), in the order that the librarian gives them."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=80)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True, default="")
    text_fr = models.TextField(_("text in French"), blank=True, default="")
    text_en = models.TextField(_("text in English"), blank=True, default="")
    order = models.PositiveSmallIntegerField(_("rank"), default=0)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["order", "title_fr"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="collection_one_per_slug")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (self.title_en if get_language() == "en" else "") or self.title_fr

    @property
    def text(self) -> str:
        return (self.text_en if get_language() == "en" else "") or self.text_fr


class CollectionItem(models.Model):
    """The place of one work, in all its languages, in a collection."""

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="items", verbose_name=_("collection"), editable=False
    )
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="places", verbose_name=_("resource"))
    order = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("place in a collection")
        verbose_name_plural = _("places in a collection")
        ordering = ["collection", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "resource"], name="collectionitem_one_per_resource"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.resource_id}"


class DatedException(models.Model):
    """What grants and narrowings share."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    verbs = models.JSONField(_("to do what"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        abstract = True


class Grant(DatedException):
    """A justified, dated exception for one person or organisation on one resource."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="grants", verbose_name=_("resource"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-starts_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="grant_one_holder"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Narrowing(DatedException):
    """An urgent restriction of one resource, until it is ratified or expires."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="narrowings", verbose_name=_("resource"))

    class Meta:
        verbose_name = _("narrowing")
        verbose_name_plural = _("narrowings")
        ordering = ["-starts_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="narrowing_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class DownloadCount(models.Model):
    """Real downloads, by file, day, audience and organisation; no person is named."""

    file = models.ForeignKey(ResourceFile, models.CASCADE, related_name="downloads", verbose_name=_("file"))
    on = models.DateField(_("day"))
    audience = models.CharField(_("audience"), max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("downloads")
        verbose_name_plural = _("downloads")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "on", "audience", "organisation"], name="downloadcount_one_per_day"
            ),
            models.UniqueConstraint(
                fields=["file", "on", "audience"],
                condition=Q(organisation=None),
                name="downloadcount_one_per_day_without_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.on}"


class OwnDownload(models.Model):
    """That a person downloaded a file, for their own list alone: no figure and no screen of the team reads it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="downloads", verbose_name=_("person")
    )
    file = models.ForeignKey(ResourceFile, models.CASCADE, related_name="+", verbose_name=_("file"))
    last_at = models.DateTimeField(_("last downloaded"))

    class Meta:
        verbose_name = _("own download")
        verbose_name_plural = _("own downloads")
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "file"], name="owndownload_one_per_file"),
        ]
        indexes = [models.Index(fields=["last_at"], name="owndownload_last")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.file_id}"


class ReadingState(models.TextChoices):
    """How far the text of a file is in the index."""

    WAITING = "waiting", _("Waiting")
    READ = "read", _("Read")
    UNREADABLE = "unreadable", _("Unreadable")


class Reading(models.Model):
    """The reading of one file's text, by a task; a file without one waits for its first."""

    file = models.OneToOneField(ResourceFile, models.CASCADE, related_name="reading", verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReadingState.values), name="reading_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.state}"


class FilePage(models.Model):
    """The text of one page: as it is written, to be shown to those who may have the file, and as it is searched."""

    file = models.ForeignKey(ResourceFile, models.CASCADE, related_name="page_texts", verbose_name=_("file"))
    number = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("text"))
    words = models.TextField(editable=False)

    class Meta:
        verbose_name = _("page of a file")
        verbose_name_plural = _("pages of files")
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="filepage_one_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
