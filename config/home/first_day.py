"""The checklist of the first real day: each step's state is read from the rows."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.diffusion.models import PolicyState, PolicyVersion
from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.imports.models import BatchState, ImportBatch
from registrations.orders.models import LineKind, TaxProfile


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, where, and whether it is done."""

    text: str | Promise
    url: str
    done: bool
    hint: str | Promise = ""


def steps() -> list[Step]:
    """In the order in which they are best done; seven queries."""
    ours = association()
    screen = reverse("association:index")
    return [*_identity(ours, screen), *_rules_and_people(), *_open(ours)]


def _identity(ours: Association, screen: str) -> list[Step]:
    identity = bool(ours.legal_name and ours.address and ours.logo)
    officer = bool(ours.privacy_officer_name and ours.privacy_officer_email)
    return [
        Step(_("Identity and logo"), screen, identity, _("legal name, postal address, logo")),
        Step(_("Fiscal year"), screen, ours.fiscal_year_start_month is not None),
        Step(_("Sender of mails"), screen, bool(ours.sender_name and ours.sender_email and ours.email)),
        Step(_("Person in charge of personal data"), screen, officer, _("shown on the privacy page (Law 25)")),
        Step(_("Signatory of certificates"), screen, bool(ours.signatory_name and ours.signatory_title)),
        Step(
            _("Registration for taxes"),
            reverse("inscription-aux-taxes:index"),
            ours.taxes_decided,
            _("both numbers, or not registered"),
        ),
    ]


def _rules_and_people() -> list[Step]:
    profiles = TaxProfile.objects.filter(province="").count()
    members = Group.objects.filter(name__in=Role.values, user__is_active=True).values("user").distinct().count()
    policy = PolicyVersion.objects.filter(state=PolicyState.ADOPTED).exists()
    imported = ImportBatch.objects.filter(state=BatchState.APPLIED).exists()
    return [
        Step(
            _("Tax profiles"),
            reverse("profils-de-taxes:index"),
            profiles >= len(LineKind),
            _("one for each kind of product: ticket, session, dues, booth"),
        ),
        Step(_("Team accounts"), reverse("equipe:index"), members > 1, _("one account per person, with their roles")),
        Step(
            _("Diffusion policy no 1"), reverse("politique-de-diffusion:index"), policy, _("without it, all is closed")
        ),
        Step(
            _("Imports"),
            reverse("imports:index"),
            imported,
            _("vocabularies, organisations, then people; each import has a template with an example line"),
        ),
    ]


def _open(ours: Association) -> list[Step]:
    opened = ours.mails_opened_at is not None
    return [Step(_("Open the tap of mails"), reverse("courriels:index"), opened, _("last: until then, nothing leaves"))]
