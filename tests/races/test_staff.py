"""Staff lists under several hands at once: the last two registrars, a confirmation against the end of a reserve."""

from collections import Counter
from datetime import timedelta

import pytest

from registrations.models import Affiliation, Invitation, SeatClaim
from registrations.seats.queries import miscounted_pools
from registrations.staff.actions import (
    accept_invitation,
    add_colleague,
    change_colleague,
    confirm_list,
    confirm_post,
    end_post,
    leave_post,
    refuse_post,
)
from tests.factories.registrations import NOW, AffiliationFactory, UserFactory
from tests.factories.staff import InvitationFactory, registrar_of
from tests.factories.training import SessionFactory, member_person
from tests.people import actor_for
from tests.races.test_enrolments import at_once
from training.enrolments.actions import end_reserve, enrol
from training.enrolments.models import Enrolment

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WHOLE = ("person", "organisation")


def fresh(pk):
    return Affiliation.objects.select_related(*WHOLE).get(pk=pk)


def registrars_left(organisation):
    return Affiliation.objects.filter(organisation=organisation, is_registrar=True, ends_on=None).count()


@pytest.mark.parametrize("how", ["resign", "end", "leave", "each other"])
def test_two_registrars_cannot_go_at_once(how):
    one = registrar_of()
    other = registrar_of(one.organisation)
    pairs = [(one, one.person), (other, other.person)]
    if how == "each other":
        pairs = [(one, other.person), (other, one.person)]

    def act(post, by):
        acts = {
            "resign": lambda: change_colleague(fresh(post.pk), is_registrar=False, by=actor_for(by), at=NOW),
            "leave": lambda: leave_post(fresh(post.pk), by=actor_for(by), at=NOW),
        }
        ends = acts.get(how, lambda: end_post(fresh(post.pk), on=NOW.date(), by=actor_for(by), at=NOW))
        return lambda: "gone" if ends() else ""

    outcome = Counter(at_once([act(post, by) for post, by in pairs] * 4, threads=8))

    assert registrars_left(one.organisation) == 1
    assert outcome["gone"] + outcome["last-registrar"] >= 1


def test_confirm_against_the_end_of_the_reserve_leaves_one_truth():
    for _round in range(6):
        session = SessionFactory(pool__capacity=1, activity__programme__members_only=True)
        person = member_person(verified_at=None)
        post = person.affiliations.get()
        keeper = registrar_of(post.organisation).person
        enrolment = enrol(session=session, person=person, by=actor_for(person), at=NOW)
        follower = member_person()
        line = enrol(session=session, person=follower, by=actor_for(follower), at=NOW)
        at = enrolment.reserved_until

        def ends(pk=enrolment.pk, at=at):
            row = Enrolment.objects.select_related("session__activity__programme", "person").get(pk=pk)
            return end_reserve(row, by=actor_for(None), at=at)

        at_once(
            [lambda pk=post.pk, keeper=keeper: confirm_post(fresh(pk), by=actor_for(keeper), at=NOW).pk, ends] * 2,
            threads=4,
        )

        states = (Enrolment.objects.get(pk=enrolment.pk).state, Enrolment.objects.get(pk=line.pk).state)
        assert states in {("confirmed", "waitlisted"), ("cancelled", "offered")}
        assert SeatClaim.objects.filter(pool_id=session.pool_id, released_at=None).count() == 1
        assert miscounted_pools() == []


def test_confirm_against_not_ours_is_answered_once():
    post = AffiliationFactory(verified_at=None)
    keepers = [registrar_of(post.organisation).person for _time in range(2)]
    acts = [
        lambda: confirm_post(fresh(post.pk), by=actor_for(keepers[0]), at=NOW).pk,
        lambda: refuse_post(fresh(post.pk), by=actor_for(keepers[1]), at=NOW).pk,
    ]

    outcome = at_once(acts * 4, threads=8)

    assert outcome.count(post.pk) == 1
    row = fresh(post.pk)
    assert (row.verified_at is None) == (row.refused_at is not None)


def test_the_same_colleague_added_at_once_is_one_person_with_one_post():
    keepers = [registrar_of()]
    keepers.append(registrar_of(keepers[0].organisation))
    names = {"given_name": "Léa", "family_name": "Roy", "email": "lea@x.test"}

    def act(keeper):
        by = actor_for(keeper.person)
        return lambda: add_colleague(organisation=keeper.organisation, **names, by=by, at=NOW).person.email

    outcome = Counter(at_once([act(keeper) for keeper in keepers] * 4, threads=8))

    assert outcome == {"lea@x.test": 1, "already-affiliated": 7}


def test_a_link_pressed_twice_opens_the_account_once():
    invitation = InvitationFactory(expires_at=NOW + timedelta(days=30))

    def act():
        row = Invitation.objects.select_related("person", "organisation").get(pk=invitation.pk)
        return accept_invitation(row, given_name="Léa", family_name="Roy", language="fr", at=NOW).pk

    outcome = at_once([act] * 8, threads=8)

    assert (outcome.count(invitation.person_id), outcome.count("invitation-used")) == (1, 7)


def test_a_list_confirmed_twice_at_once_is_confirmed_once():
    keepers = [registrar_of()]
    keepers.append(registrar_of(keepers[0].organisation))
    UserFactory()

    def act(keeper):
        by = actor_for(keeper.person)
        return lambda: confirm_list(keeper.organisation, by=by, at=NOW).count

    outcome = Counter(at_once([act(keeper) for keeper in keepers] * 4, threads=8))

    assert outcome == {2: 1, "list-already-confirmed": 7}
