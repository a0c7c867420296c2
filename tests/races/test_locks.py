"""Acts that cross take the same locks in the same order (docs/decisions/0013): nobody is a deadlock's victim."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.memberships.actions import admit
from registrations.models import Affiliation, Organisation, User
from registrations.organisations.actions.merging import merge_organisations
from registrations.people.actions import merge_people
from registrations.staff.actions import add_colleague, change_colleague, end_post, invite_everybody
from tests.factories.registrations import (
    NOW,
    AdmissionCriterionFactory,
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
    apply,
    study_all,
)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TEAM = Actor.system("tests")
ROUNDS = 6


def crossing(*acts):
    """What each act came to, all begun at once: done, a refusal's code, or `deadlock`. Nothing is tried again."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
        except DomainError as refusal:
            return refusal.code
        except OperationalError:
            if connection.vendor != "postgresql":
                raise
            return "deadlock"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def post_of(pk):
    return Affiliation.objects.select_related("person", "organisation").get(pk=pk)


def test_admit_against_the_end_of_the_applicant_s_post():
    MembershipYearFactory()
    AdmissionCriterionFactory()
    category = MembershipCategoryFactory()
    for _round in range(ROUNDS):
        application = apply(UserFactory(), category)
        study_all(application)
        pk = application.applicant.affiliations.get().pk

        found = crossing(
            lambda m=application.membership: admit(
                membership=m, resolution="CA-1", resolved_on=NOW.date(), by=TEAM, at=NOW
            ),
            lambda pk=pk: end_post(post_of(pk), on=NOW.date(), by=TEAM, at=NOW),
        )

        assert found == ["done", "done"]
        assert Affiliation.objects.get(pk=pk).ends_on == NOW.date()


def test_a_merge_of_people_against_a_change_of_their_posts():
    for _round in range(ROUNDS):
        organisation = OrganisationFactory()
        posts = [AffiliationFactory(organisation=organisation) for _time in range(2)]
        kept, dropped = (post.person for post in posts)

        found = crossing(
            lambda k=kept, d=dropped: merge_people(
                kept=User.objects.get(pk=k.pk), dropped=User.objects.get(pk=d.pk), by=TEAM, at=NOW
            ),
            *(
                lambda pk=post.pk: change_colleague(post_of(pk), role="manager", by=TEAM, at=NOW)
                for post in reversed(posts)
            ),
            lambda o=organisation: invite_everybody(o, by=TEAM, at=NOW),
        )

        assert "deadlock" not in found


def test_a_merge_of_organisations_against_colleagues_added_to_both():
    for number in range(ROUNDS):
        kept, dropped = OrganisationFactory.create_batch(2)
        names = {"given_name": "Léa", "family_name": "Roy", "email": f"lea{number}@x.test"}
        AffiliationFactory(person=UserFactory(**names))
        AffiliationFactory(organisation=kept)

        found = crossing(
            lambda k=kept, d=dropped: merge_organisations(
                kept=Organisation.objects.get(pk=k.pk), dropped=Organisation.objects.get(pk=d.pk), by=TEAM, at=NOW
            ),
            *(
                lambda o=each, n=names: add_colleague(organisation=o, **n, by=TEAM, at=NOW)
                for each in (kept, dropped, kept)
            ),
        )

        assert "deadlock" not in found
        assert "done" in found[1:]
