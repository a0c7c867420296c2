"""People: one record each, whatever the number of their addresses and organisations."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.memory import forget
from registrations.prepared import prepared


class Language(models.TextChoices):
    FR = "fr", _("French")
    EN = "en", _("English")


class UserManager(BaseUserManager["User"]):
    """Creation without actions is for the superuser command and for allauth alone."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def lock(self, *pks: int) -> None:
        """Lock people by key, before orders and pools: what must be true of one person is checked under this lock."""
        forget()  # what is read under the lock is read afresh
        _locked(tuple(sorted(set(pks))))

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


@prepared
def _locked(pks: tuple[int, ...]) -> "models.QuerySet[User, int]":
    return User.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk", flat=True)


class User(AbstractBaseUser, PermissionsMixin):
    """The one record of a person.

    `email` is the sign-in address (null: cannot sign in yet); `contact_email` may be shared by several people.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("sign-in address"), null=True, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True, default="")
    given_name = models.CharField(_("given name"), max_length=100, blank=True, default="")
    family_name = models.CharField(_("family name"), max_length=100, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FR)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)
    historical = models.BooleanField(_("imported from the past"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_records", verbose_name=_("merged into")
    )
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_one_per_signin_address"),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(email=None), name="user_erased_has_no_address"),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_at__isnull=False, email=None, is_active=False),
                name="user_merged_is_out_of_use",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")), name="user_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        if self.erased_at:
            return gettext("Erased person")
        return f"{self.given_name} {self.family_name}".strip() or (self.email or str(self.uuid))

    @property
    def has_names(self) -> bool:
        """Whether others have more than an address to read."""
        return bool(self.given_name or self.family_name)

    def get_short_name(self) -> str:
        return self.given_name or self.get_full_name()

    @property
    def first_name(self) -> str:
        """Wagtail's own screens ask for this name."""
        return self.given_name

    @property
    def last_name(self) -> str:
        """Wagtail's own screens ask for this name."""
        return self.family_name

    @property
    def address(self) -> str:
        """Where messages to this person go."""
        return self.email or self.contact_email


class TokenScope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Write")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, *, at: datetime) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=at)


class ApiToken(models.Model):
    """A secret that acts as its person at the API, within its scopes, until it ends. Only its hash is kept."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="tokens", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=100)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects: ClassVar[ApiTokenQuerySet] = ApiTokenQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="apitoken_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def use_is_old(self, *, at: datetime) -> bool:
        """Whether its last use is to be noted: to the hour, so that most calls write nothing."""
        return self.last_used_at is None or self.last_used_at < at - timedelta(hours=1)


class FormerAddress(models.Model):
    """An address that the employer kept when its person left: it neither signs in nor receives their mails."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="former_addresses", verbose_name=_("person"))
    address = models.EmailField(_("address"))
    closed_at = models.DateTimeField(_("closed"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="formeraddress_one_per_person"),
        ]

    def __str__(self) -> str:
        return self.address


class AddressProof(models.Model):
    """A code sent to an address that a person says is theirs. Only the code's hash is kept, and not for long."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="proofs", verbose_name=_("person"))
    address = models.EmailField(_("address"))
    hash = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    proved_at = models.DateTimeField(_("proved"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof of address")
        verbose_name_plural = _("proofs of addresses")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("asked_at")), name="addressproof_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
