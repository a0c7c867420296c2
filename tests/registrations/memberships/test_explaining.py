"""What the team reads of a person on a day: why, why not, and when it changes."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from registrations.memberships.queries import explain
from tests.factories.registrations import (
    AffiliationFactory,
    GroupFactory,
    MandateFactory,
    MembershipFactory,
    MembershipYearFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
N = "\u00a0"


def missing(person, audience="member", on=DAY):
    with override("fr"):
        return next(said.sentence for said in explain(person, on=on).missing if said.audience == audience)


def test_each_audience_says_what_it_rests_on():
    post = AffiliationFactory(role="manager", organisation__name="Cap Nord")
    membership = MembershipFactory(organisation=post.organisation)
    mandate = MandateFactory(person=post.person, group__name="Conseil", group__kind="board", office="Présidence")
    with override("fr"):
        told = {said.audience: said for said in explain(post.person, on=DAY).granted}
    assert told["member"].rests_on == (post, membership)
    assert told["manager"].sentence == (
        f"Travaille à Cap Nord (gestionnaire) depuis le 1er{N}janvier{N}2020, rattachement vérifié{N}; l’organisme"
        f" est membre pour 2026-2027, avec des droits jusqu’au 30{N}juin{N}2027."
    ).replace(f"{N};", "\u202f;")
    assert (told["board"].sentence, told["board"].rests_on) == (
        f"Siège à «{N}Conseil{N}» (Présidence) depuis le 1er{N}janvier{N}2020.",
        (mandate,),
    )


@pytest.mark.parametrize(
    ("post", "membership", "said"),
    [
        ({"verified_at": None}, {}, "Le rattachement à Cap Nord n’est pas vérifié."),
        ({"ends_on": date(2026, 5, 1)}, {}, f"Le rattachement à Cap Nord a pris fin le 1er{N}mai{N}2026."),
        ({"starts_on": date(2027, 1, 1)}, {}, f"Le rattachement à Cap Nord commence le 1er{N}janvier{N}2027."),
        (
            {"organisation__archived_at": datetime(2026, 5, 1, 16, tzinfo=UTC)},
            {},
            f"Cap Nord a été archivé le 1er{N}mai{N}2026.",
        ),
        ({}, None, "Cap Nord n’a jamais été membre."),
        (
            {},
            {"lapses_on": date(2026, 10, 1), "ends_on": date(2026, 9, 1)},
            f"L’adhésion de Cap Nord est échue depuis le 1er{N}octobre{N}2026.",
        ),
        (
            {},
            {"starts_on": date(2027, 1, 1)},
            f"L’adhésion de Cap Nord commence le 1er{N}janvier{N}2027.",
        ),
        ({}, {"state": "admitted"}, "Cap Nord est admis, mais sa cotisation n’est pas réglée."),
        ({}, {"state": "requested"}, "La demande de Cap Nord est à l’étude."),
        ({}, {"state": "refused"}, "La dernière adhésion de Cap Nord a été refusée ou annulée."),
    ],
)
def test_why_not_is_the_nearest_thing_that_is_missing(post, membership, said):
    post = AffiliationFactory(organisation__name="Cap Nord", **post)
    if membership is not None:
        MembershipFactory(organisation=post.organisation, **membership)
    assert missing(post.person) == said


def test_of_two_posts_the_one_that_lacks_the_least_is_named():
    person = UserFactory()
    AffiliationFactory(person=person, verified_at=None, ends_on=date(2021, 1, 1))
    near = AffiliationFactory(person=person, verified_at=None, organisation__name="Cap Nord")
    MembershipFactory(organisation=near.organisation)
    assert missing(person) == "Le rattachement à Cap Nord n’est pas vérifié."


def test_without_a_post_or_a_mandate_it_is_said():
    person = UserFactory()
    assert missing(person) == "Cette personne n’a de rattachement à aucun organisme."
    assert missing(person, "board") == "Cette personne n’a de mandat dans aucun conseil."
    practitioner = AffiliationFactory().person
    assert missing(practitioner, "director") == "Cette personne n’a aucun poste de direction générale."


def test_an_inactive_record_lacks_everything():
    with override("fr"):
        told = explain(AffiliationFactory(person__is_active=False).person, on=DAY)
    assert ([said.audience for said in told.granted], [said.audience for said in told.missing]) == (
        ["public"],
        ["account"],
    )


def test_the_last_change_and_the_next_one():
    post = AffiliationFactory(organisation__name="Cap Nord")
    MembershipFactory(organisation=post.organisation)
    with override("fr"):
        told = explain(post.person, on=DAY)
        before, after = told.last_change, told.next_change
    assert (before.on, before.why) == (date(2026, 4, 1), "L’adhésion de Cap Nord commence.")
    assert (after.on, after.why) == (date(2027, 6, 30), "L’adhésion de Cap Nord échoit.")
    assert [stretches for _name, stretches in told.lanes] == [((date(2026, 4, 1), date(2027, 6, 30)),)]


@pytest.mark.parametrize("count", [1, 3])
def test_explaining_takes_four_statements(count, django_assert_num_queries):
    person = UserFactory()
    for number in range(count):
        post = AffiliationFactory(person=person)
        year = MembershipYearFactory(
            label=str(number), starts_on=date(2000 + number, 4, 1), ends_on=date(2001 + number, 4, 1)
        )
        MembershipFactory(organisation=post.organisation, year=year)
        MandateFactory(person=person, group=GroupFactory())
    with django_assert_num_queries(4):
        explain(person, on=DAY)
