"""Each mail says its fact first, in both languages, and is silent once there is nothing to say."""

import pytest
from django.utils.translation import override

from registrations.models import Declaration, Membership
from registrations.renewals.mails import MAIL_KINDS
from tests.factories.registrations import NOW, MembershipFactory
from tests.factories.renewals import DeclarationFactory

pytestmark = pytest.mark.django_db
AWAITED = ("declaration-open", "declaration-reminder", "declaration-to-sign")
ENDING = ("membership-soon", "membership-lapsed")


def render(kind, row, language="fr"):
    with override(language):
        return MAIL_KINDS[kind].render(row.uuid, language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", AWAITED)
def test_mails_of_an_awaited_declaration_lead_to_it_and_stop_once_signed(kind, language):
    declaration = DeclarationFactory()
    organisation = declaration.membership.organisation

    mail = render(kind, declaration, language)
    assert (
        organisation.name in mail.subject,
        mail.action[1].endswith(f"/{organisation.slug}/declaration/2026-2027/"),
    ) == (
        True,
        True,
    )
    Declaration.objects.update(signed_at=NOW, budget_cents=1, statement_version=1, statement="x")
    assert render(kind, declaration, language) is None


def test_mail_of_a_signed_declaration_says_who_signed_what():
    declaration = DeclarationFactory(
        signed_at=NOW,
        signer_name="Alix Roy",
        signer_title="Direction",
        budget_cents=1,
        statement_version=1,
        statement="Je déclare.",
    )
    mail = render("declaration-signed", declaration)
    assert ("Signée par", "Alix Roy, Direction") in mail.facts
    assert "Je déclare." in mail.paragraphs


@pytest.mark.parametrize("kind", ENDING)
def test_mails_of_a_lapse_are_silent_once_another_membership_goes_further(kind):
    membership = MembershipFactory()
    assert membership.organisation.name in render(kind, membership).subject

    Membership.objects.update(lapses_on=membership.ends_on)
    MembershipFactory(
        organisation=membership.organisation,
        year__label="2027-2028",
        year__starts_on=membership.ends_on,
        year__ends_on=membership.ends_on.replace(year=2028),
        starts_on=membership.ends_on,
        ends_on=membership.ends_on.replace(year=2028),
        lapses_on=membership.ends_on.replace(year=2028),
    )
    assert render(kind, membership) is None


def test_mails_of_what_is_gone_are_none():
    ghost = DeclarationFactory.build()
    assert [render(kind, ghost) for kind in MAIL_KINDS] == [None] * len(MAIL_KINDS)
