"""Which organisation an e-mail domain belongs to."""

from collections.abc import Iterable

from django.db.models import Q

from registrations.errors import constraint_means
from registrations.organisations.errors import DomainImpossible, DomainTaken, PublicMailDomain
from registrations.organisations.models import EmailDomain, Organisation
from registrations.organisations.rules import is_possible_domain, is_public_mail


def checked_domains(domains: Iterable[str]) -> list[str]:
    """In lower case, without sign, each once. Raises `DomainImpossible`, `PublicMailDomain`."""
    found = list(dict.fromkeys(domain.strip().lower().removeprefix("@") for domain in domains if domain.strip()))
    for domain in found:
        if not is_possible_domain(domain):
            raise DomainImpossible(domain=domain)
        if is_public_mail(domain):
            raise PublicMailDomain(domain=domain)
    return found


def claim_domains(organisation: Organisation) -> None:
    """Make the rows of `email_domains` be exactly what it lists, none when archived. Raises `DomainTaken`."""
    wanted = set(organisation.email_domains) if organisation.archived_at is None else set()
    known = list(EmailDomain.objects.filter(Q(name__in=wanted) | Q(organisation=organisation)))
    held = {claim.name for claim in known if claim.organisation_id == organisation.pk}
    for claim in known:
        if claim.name not in held:
            raise DomainTaken(domain=claim.name)
    if held - wanted:
        EmailDomain.objects.filter(organisation=organisation, name__in=held - wanted).delete()
    if new := sorted(wanted - held):
        with constraint_means(EmailDomain, "emaildomain_one_organisation", DomainTaken(domain=new[0])):
            EmailDomain.objects.bulk_create([EmailDomain(organisation=organisation, name=name) for name in new])
