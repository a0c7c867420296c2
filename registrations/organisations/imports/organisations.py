"""Importing organisations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.folding import folded
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import POSTAL_CODE, Choice, Coordinate, Email, Phone, Several, Text, Url, YesNo
from registrations.organisations.actions import change_organisation, register_organisation
from registrations.organisations.errors import DomainTaken, NeqTaken
from registrations.organisations.imports.cells import Name, Neq, OwnDomain
from registrations.organisations.imports.words import KINDS, PROVINCES, REGIONS
from registrations.organisations.models import EmailDomain, Organisation, Term
from registrations.organisations.queries import terms_by_word
from registrations.organisations.rules import OrganisationKind, TermKind
from registrations.people.rules import KEEPERS

FIELDS = (
    "name",
    "legal_name",
    "neq",
    "kind",
    "region",
    "province",
    "street",
    "municipality",
    "postal_code",
    "latitude",
    "longitude",
    "website",
    "phone",
    "email",
    "email_domains",
    "billing_email",
    "description",
    "may_pay_later",
)
VOCABULARIES = {"specialities": TermKind.SPECIALITY, "measures": TermKind.MEASURE, "networks": TermKind.NETWORK}


class OrganisationLines(Lines):
    name = Column("Nom", example="Espace carrière du Fleuve", required=True, cell=Name(200))
    legal_name = Column("Nom légal", example="Espace carrière du Fleuve inc.", cell=Name(200))
    neq = Column("NEQ", example="1141234567", cell=Neq())
    kind = Column("Type", example="Centre", cell=Choice(KINDS, empty=OrganisationKind.CENTRE))
    region = Column("Région", example="Montréal", cell=Choice(REGIONS, empty=""))
    province = Column("Province", example="Québec", cell=Choice(PROVINCES, empty=""))
    street = Column("Adresse", example="100, rue de l'Exemple", cell=Name(200))
    municipality = Column("Municipalité", example="Montréal", cell=Name(100))
    postal_code = Column("Code postal", example="H2X 1Y4", cell=POSTAL_CODE)
    latitude = Column("Latitude", example="45.50884", cell=Coordinate(90))
    longitude = Column("Longitude", example="-73.58781", cell=Coordinate(180))
    website = Column("Site Web", example="https://espace-carriere.example", cell=Url())
    phone = Column("Téléphone", example="514 555-0100", cell=Phone())
    email = Column("Courriel", example="info@espace-carriere.example", cell=Email())
    email_domains = Column("Domaines de courriel", example="espace-carriere.example", cell=Several(OwnDomain()))
    billing_email = Column("Courriel de facturation", example="comptes@espace-carriere.example", cell=Email())
    specialities = Column("Spécialités", example="Personnes immigrantes | Jeunes", cell=Several(Text(120)))
    measures = Column("Mesures", example="SAE | PPE", cell=Several(Text(120)))
    networks = Column("Réseaux", example="", cell=Several(Text(120)))
    description = Column("Présentation", example="Accompagnement vers l'emploi", cell=Text(2000, lines=True))
    may_pay_later = Column("Peut payer plus tard", example="non", cell=YesNo())
    slug = Column("Identifiant", example="", cell=Text(80))


@dataclass(slots=True)
class Known:
    """Organisations by NEQ and by folded name (several may share one), and the vocabularies."""

    by_neq: dict[str, Organisation]
    by_name: dict[str, list[Organisation]]
    terms: dict[tuple[str, str], Term]
    by_slug: dict[str, Organisation] = field(default_factory=dict)
    domains: dict[str, int] = field(default_factory=dict)

    def add(self, organisation: Organisation) -> None:
        """Make later lines see this organisation."""
        if organisation.neq:
            self.by_neq[organisation.neq] = organisation
        self.by_slug[organisation.slug] = organisation
        self.domains |= dict.fromkeys(organisation.email_domains, organisation.pk)
        same_name = self.by_name.setdefault(folded(organisation.name), [])
        if organisation not in same_name:
            same_name.append(organisation)

    def find(self, values: Values) -> Organisation | None:
        """By identifier, by NEQ, else by name among those whose NEQ does not say otherwise.

        An identifier that nobody has yet is a record of another register: its name may be somebody else's here.
        """
        if organisation := self.by_slug.get(values.get("slug", "")):
            return organisation
        neq = values.get("neq")
        if neq and neq in self.by_neq:
            return self.by_neq[neq]
        if values.get("slug"):
            return None
        same_name = [o for o in self.by_name.get(folded(values["name"]), []) if not (neq and o.neq)]
        return same_name[0] if len(same_name) == 1 else None

    def taken(self, values: Values, organisation: Organisation | None) -> str:
        """Why what the line gives is another organisation's, or ""."""
        pk = organisation.pk if organisation else None
        holder = self.by_neq.get(values.get("neq") or "")
        if holder and holder.pk != pk:
            return str(NeqTaken())
        others = [domain for domain in values.get("email_domains", ()) if self.domains.get(domain, pk) != pk]
        return str(DomainTaken(domain=others[0])) if others else ""

    def unknown_terms(self, values: Values) -> list[str]:
        """The words of this line that no vocabulary has."""
        wanted = [(kind, word) for name, kind in VOCABULARIES.items() for word in values.get(name, ())]
        return [word for kind, word in wanted if (kind, folded(word)) not in self.terms]

    def terms_of(self, values: Values, organisation: Organisation | None) -> set[Term] | None:
        """The vocabulary that the line wants; None when the file does not speak of it."""
        spoken = {name: kind for name, kind in VOCABULARIES.items() if name in values}
        if not spoken:
            return None
        wanted = {self.terms[kind, folded(word)] for name, kind in spoken.items() for word in values[name]}
        kept = organisation.terms.all() if organisation else ()
        return wanted | {term for term in kept if term.kind not in spoken.values()}


class OrganisationImport(ImportKind):
    """Found by its identifier, by its NEQ, else by its name."""

    kind = "organisations"
    label = gettext_lazy("Organisations")
    lines = OrganisationLines
    roles = frozenset(KEEPERS)
    key = ("name", "neq", "municipality", "slug")
    order = 20
    one_action = True
    exports = True

    def prepare(self, lines: Sequence[Values]) -> Known:  # noqa: ARG002 - hundreds at most: all of them
        known = Known({}, {}, terms_by_word())
        for organisation in Organisation.objects.filter(merged_into=None).prefetch_related("terms").order_by("pk"):
            known.add(organisation)
        known.domains = dict(EmailDomain.objects.values_list("name", "organisation"))
        return known

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no date here
        if unknown := known.unknown_terms(values):
            said = ", ".join(unknown)
            return refused(_("Not in the vocabularies: %(terms)s. Import or add them first.") % {"terms": said})
        organisation = known.find(values)
        if taken := known.taken(values, organisation):
            return refused(taken)
        outcome = compared(organisation, **given(values, FIELDS))
        wanted = known.terms_of(values, organisation)
        if organisation and outcome.verdict == Verdict.SAME and wanted is not None:
            same = wanted == set(organisation.terms.all())
            return outcome if same else Outcome(Verdict.UPDATE)
        return outcome

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        organisation = known.find(values)
        terms = known.terms_of(values, organisation)
        fields: dict[str, Any] = given(values, FIELDS)
        if organisation is None:
            named = {"slug": values.get("slug", ""), "historical": historical}
            new = register_organisation(terms=terms or (), by=by, at=at, **named, **fields)
            known.add(new)
        else:
            change_organisation(organisation=organisation, terms=terms, by=by, at=at, **fields)
            known.add(organisation)

    def lines_out(self) -> Iterable[Values]:
        for each in Organisation.objects.filter(archived_at=None).prefetch_related("terms"):
            words = {
                name: [term.name_fr for term in each.terms.all() if term.kind == kind]
                for name, kind in VOCABULARIES.items()
            }
            yield {name: getattr(each, name) for name in FIELDS} | words | {"slug": each.slug}
