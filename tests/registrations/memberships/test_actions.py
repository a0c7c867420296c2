"""Memberships and applications: what may happen, and what is refused with its reason."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from registrations.actors import Actor
from registrations.errors import WrongState
from registrations.journal.models import Entry
from registrations.memberships.actions import (
    Candidate,
    Declared,
    Finding,
    activate,
    add_criterion,
    add_documents,
    admit,
    answer_request,
    apply_for_membership,
    ask_applicant,
    cancel_membership,
    change_criterion,
    correct_membership,
    open_year,
    recommend,
    record_membership,
    refuse_membership,
    request_membership,
    retire_criterion,
    study,
    withdraw_application,
)
from registrations.memberships.errors import (
    AlreadyMember,
    ApplicationClosed,
    ApplicationNotYours,
    AskItsRegistrar,
    CriteriaChanged,
    CriteriaUnmet,
    MembershipsNotYours,
    NotAnApplicant,
    NoYearOpen,
    OutsideItsYear,
    OverlappingMembership,
    ReasonMissing,
    RequestAnswered,
    ResolutionMissing,
    ResolutionNotYet,
    StillMember,
    TooManyDocuments,
    YearOverlaps,
    YearTaken,
)
from registrations.memberships.queries import applications_of, criteria_of, registrars_of, standing
from registrations.memberships.rules import NEXT, MembershipState
from registrations.messages.models import Message
from registrations.models import Affiliation, Membership, MembershipApplication, MembershipYear, Organisation
from registrations.people.errors import NotSignedIn
from tests.factories.registrations import (
    NOW,
    AdmissionCriterionFactory,
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
    apply,
    received_file,
    study_all,
)
from tests.people import actor_for

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
TODAY = date(2026, 10, 6)


@pytest.fixture
def category():
    MembershipYearFactory()
    AdmissionCriterionFactory.create_batch(2)
    return MembershipCategoryFactory()


@pytest.fixture
def applicant():
    return UserFactory()


def told(person):
    return list(Message.objects.filter(to=person).order_by("pk").values_list("kind", flat=True))


# Years and memberships never overlap


def test_years_that_overlap_are_refused():
    open_year(label="2026-2027", starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), by=TEAM, at=NOW)
    open_year(label="2027-2028", starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1), by=TEAM, at=NOW)
    with pytest.raises(YearOverlaps):
        open_year(label="civile", starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1), by=TEAM, at=NOW)
    with pytest.raises(YearTaken):
        open_year(label="2026-2027", starts_on=date(2030, 4, 1), ends_on=date(2031, 4, 1), by=TEAM, at=NOW)
    assert MembershipYear.objects.count() == 2


def test_the_database_itself_refuses_years_that_overlap():
    MembershipYearFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipYearFactory(label="autre", starts_on=date(2027, 3, 31), ends_on=date(2028, 3, 31))


def test_memberships_of_one_organisation_never_overlap_whatever_their_years(category):
    first = MembershipFactory()
    later = MembershipYearFactory(label="2027-2028", starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1))
    asked = {"organisation": first.organisation, "category": category, "by": TEAM, "at": NOW}
    with pytest.raises(AlreadyMember):
        request_membership(year=first.year, **asked)
    second = record_membership(year=later, state="active", **asked)
    with pytest.raises(OverlappingMembership):
        correct_membership(membership=second, starts_on=date(2027, 3, 31), by=TEAM, at=NOW)
    second.refresh_from_db()
    assert second.starts_on == date(2027, 4, 1)


def test_a_membership_begins_within_its_year(category):
    year = MembershipYearFactory()
    asked = {"year": year, "category": category, "by": TEAM, "at": NOW}
    with pytest.raises(OutsideItsYear):
        request_membership(organisation=OrganisationFactory(), starts_on=year.ends_on, **asked)
    there = MembershipFactory(year=year)
    with pytest.raises(OutsideItsYear):
        correct_membership(membership=there, starts_on=year.ends_on, by=TEAM, at=NOW)
    assert list(Membership.objects.values_list("starts_on", flat=True)) == [year.starts_on]


def test_the_database_itself_refuses_memberships_that_overlap():
    first = MembershipFactory()
    other = MembershipYearFactory(label="autre", starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1))
    dates = {"starts_on": date(2027, 3, 31), "ends_on": date(2028, 4, 1), "lapses_on": date(2028, 4, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(organisation=first.organisation, year=other, **dates)
    MembershipFactory(organisation=first.organisation, year=other, state="cancelled", **dates)
    MembershipFactory(year=other, **dates)  # another organisation's
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(state="cancelled").update(state="active")


@pytest.mark.parametrize("ended", ["refused", "cancelled"])
def test_what_was_refused_or_cancelled_leaves_room(ended, category):
    gone = MembershipFactory(state=ended)
    again = request_membership(organisation=gone.organisation, year=gone.year, category=category, by=TEAM, at=NOW)
    assert again.state == "requested"


# Criteria


def test_only_accounting_and_the_secretary_word_criteria(category, applicant):
    for role, allowed in (("board_secretary", True), ("accounting", True), ("editor", False), ("event_lead", False)):
        add = {"category": category, "text_fr": "Être constitué", "by": actor_for(applicant, role), "at": NOW}
        if allowed:
            assert add_criterion(**add).text_fr == "Être constitué"
        else:
            with pytest.raises(MembershipsNotYours):
                add_criterion(**add)


def test_an_application_keeps_the_words_it_answered_to(category, applicant):
    words = [criterion.text_fr for criterion in category.criteria.all()]
    application = apply(applicant, category)
    for criterion in category.criteria.all():
        change_criterion(criterion=criterion, text_fr="Nouveau texte", by=TEAM, at=NOW)
        retire_criterion(criterion=criterion, by=TEAM, at=NOW)
    assert [row.text_fr for row in application.criteria.all()] == words
    assert list(criteria_of(category)) == []


# Applying


def test_an_unknown_organisation_enters_as_a_candidate_that_nobody_sees(category, applicant):
    candidate = Candidate(name="Nouvel élan", neq="1141234567", region="09", municipality="Sept-Îles")
    application = apply(applicant, category, subject=candidate, role="director", message="Bonjour")
    organisation = application.membership.organisation
    post = applicant.affiliations.get()
    assert (organisation.kind, organisation.slug, organisation.region) == ("candidate", "nouvel-elan", "09")
    assert (post.organisation, post.role, post.verified_at, post.is_registrar) == (
        organisation,
        "director",
        None,
        False,
    )
    assert (application.membership.state, application.membership.starts_on) == ("requested", TODAY)
    assert [(row.declared, row.met) for row in application.criteria.all()] == [(True, None), (True, None)]
    assert (told(applicant), standing(applicant, on=TODAY).is_member) == (["membership-applied"], False)
    assert Entry.objects.get(action="memberships.apply").person == applicant


def test_a_candidate_is_in_no_public_list(client, category, applicant):
    apply(applicant, category, subject=Candidate(name="Nouvel élan"))
    assert client.get("/api/v1/organisations").json()["items"] == []
    assert client.get("/organismes/nouvel-elan/").status_code == 404


def test_nobody_anonymous_applies(category):
    with pytest.raises(NotSignedIn):
        apply(None, category)


def test_where_somebody_answers_already_another_person_asks_them(category, applicant):
    registrar = AffiliationFactory(is_registrar=True)
    AffiliationFactory(organisation=registrar.organisation, person=applicant)
    with pytest.raises(AskItsRegistrar):
        apply(applicant, category, subject=registrar.organisation)
    assert apply(registrar.person, category, subject=registrar.organisation).applicant == registrar.person


def test_a_member_renews_instead_of_applying(category, applicant):
    member = MembershipFactory(lapses_on=date(2027, 6, 30))
    with pytest.raises(StillMember):
        apply(applicant, category, subject=member.organisation)


def test_a_former_member_returns(category, applicant):
    past = MembershipYearFactory(label="2020-2021", starts_on=date(2020, 4, 1), ends_on=date(2021, 4, 1))
    dates = {"starts_on": past.starts_on, "ends_on": past.ends_on, "lapses_on": past.ends_on}
    former = MembershipFactory(year=past, **dates).organisation
    application = apply(applicant, category, subject=former)
    assert [m.state for m in former.memberships.order_by("starts_on")] == ["active", "requested"]
    assert application.membership.organisation.kind == "centre"


def test_the_same_organisation_applies_once(category, applicant):
    first = apply(applicant, category)
    with pytest.raises(AlreadyMember):
        apply(applicant, category, subject=first.membership.organisation)
    assert MembershipApplication.objects.count() == 1


@pytest.mark.parametrize("kind", ["company", "funder"])
def test_companies_and_funders_do_not_apply(kind, category, applicant):
    with pytest.raises(NotAnApplicant):
        apply(applicant, category, subject=OrganisationFactory(kind=kind))


def test_criteria_that_changed_in_between_are_read_again(category, applicant):
    shown = [criterion.uuid for criterion in category.criteria.all()]
    AdmissionCriterionFactory()
    with pytest.raises(CriteriaChanged):
        apply_for_membership(
            subject=OrganisationFactory(),
            role="director",
            category=category,
            declared=Declared(shown=shown, met=shown),
            by=actor_for(applicant),
            at=NOW,
        )
    assert Membership.objects.count() == 0


def test_without_a_year_nobody_applies(applicant):
    AdmissionCriterionFactory()
    with pytest.raises(NoYearOpen):
        apply(applicant, MembershipCategoryFactory())
    assert Organisation.objects.filter(kind="candidate").count() == 0


def test_an_application_holds_twenty_documents(category, applicant):
    application = apply(applicant, category, documents=[received_file() for _n in range(19)])
    by = actor_for(applicant)
    add_documents(application=application, documents=[received_file()], by=by, at=NOW)
    with pytest.raises(TooManyDocuments):
        add_documents(application=application, documents=[received_file()], by=by, at=NOW)
    assert application.documents.count() == 20


def test_an_applicant_who_left_follows_the_application_no_more():
    MembershipYearFactory()
    AdmissionCriterionFactory()
    person = UserFactory()
    application = apply(person, MembershipCategoryFactory())
    assert list(applications_of(actor_for(person), on=NOW.date())) == [application]
    Affiliation.objects.filter(person=person).update(ends_on=NOW.date())

    assert list(applications_of(actor_for(person), on=NOW.date())) == []
    with pytest.raises(ApplicationNotYours):
        withdraw_application(application=application, by=actor_for(person), at=NOW)
    assert Membership.objects.get().state == "requested"


def test_only_who_follows_an_application_adds_to_it_or_takes_it_back(category, applicant):
    application = apply(applicant, category)
    with pytest.raises(ApplicationNotYours):
        add_documents(application=application, documents=[received_file()], by=actor_for(UserFactory()), at=NOW)
    with pytest.raises(ApplicationNotYours):
        withdraw_application(application=application, by=actor_for(UserFactory()), at=NOW)
    withdraw_application(application=application, by=actor_for(applicant), at=NOW)
    application.membership.refresh_from_db()
    assert (application.membership.state, application.decided_at) == ("cancelled", NOW)
    for act in (
        lambda: withdraw_application(application=application, by=actor_for(applicant), at=NOW),
        lambda: ask_applicant(application=application, text="?", by=TEAM, at=NOW),
        lambda: study_all(application),
    ):
        with pytest.raises(ApplicationClosed):
            act()


# Study


def test_what_is_missing_is_asked_and_answered_once(category, applicant):
    application = apply(applicant, category)
    request = ask_applicant(application=application, text="Les états financiers", by=TEAM, at=NOW)
    assert told(applicant) == ["membership-applied", "membership-missing"]
    given = {"answer": "Les voici", "documents": [received_file()], "by": actor_for(applicant), "at": NOW}
    assert answer_request(request=request, **given).answer == "Les voici"
    with pytest.raises(RequestAnswered):
        answer_request(request=request, **given)
    assert application.documents.count() == 1


def test_the_study_is_for_accounting_and_the_secretary(category, applicant):
    application = apply(applicant, category)
    for role in ("editor", "librarian", "training_lead", "event_lead", "door"):
        by = actor_for(UserFactory(), role)
        for act in (
            lambda by=by: recommend(application=application, standpoint="admit", recommendation="", by=by, at=NOW),
            lambda by=by: ask_applicant(application=application, text="?", by=by, at=NOW),
            lambda by=by: study(application=application, findings={}, by=by, at=NOW),
            lambda by=by: admit(membership=application.membership, resolution="CA-1", resolved_on=TODAY, by=by, at=NOW),
            lambda by=by: refuse_membership(membership=application.membership, reason="Non", by=by, at=NOW),
        ):
            with pytest.raises(MembershipsNotYours):
                act()
    by = actor_for(UserFactory(), "board_secretary")
    said = recommend(application=application, standpoint="admit", recommendation="Dossier complet", by=by, at=NOW)
    assert (said.standpoint, said.recommendation) == ("admit", "Dossier complet")


# The board's decision


def test_admission_needs_its_resolution_and_every_criterion(category, applicant):
    application = apply(applicant, category)
    decided = {"membership": application.membership, "by": TEAM, "at": NOW}
    with pytest.raises(ResolutionMissing):
        admit(resolution=" ", resolved_on=TODAY, **decided)
    with pytest.raises(ResolutionMissing):
        admit(resolution="CA-2026-10", resolved_on=None, **decided)
    with pytest.raises(ResolutionNotYet):
        admit(resolution="CA-2026-10", resolved_on=date(2026, 10, 7), **decided)
    with pytest.raises(CriteriaUnmet) as refused:
        admit(resolution="CA-2026-10", resolved_on=TODAY, **decided)
    assert refused.value.members == {"n": 2}
    first, last = application.criteria.all()
    study(application=application, findings={first.uuid: Finding(True), last.uuid: Finding(False)}, by=TEAM, at=NOW)
    with pytest.raises(CriteriaUnmet) as refused:
        admit(resolution="CA-2026-10", resolved_on=TODAY, **decided)
    assert refused.value.members == {"n": 1}
    application.membership.refresh_from_db()
    assert application.membership.state == "requested"


def test_admission_makes_a_centre_and_its_registrar_and_welcomes_them(category, applicant):
    application = apply(applicant, category, subject=Candidate(name="Nouvel élan"))
    study_all(application)
    later = datetime(2026, 11, 12, 15, tzinfo=UTC)
    admitted = admit(
        membership=application.membership, resolution="CA-2026-11", resolved_on=date(2026, 11, 10), by=TEAM, at=later
    )
    organisation = Organisation.objects.get(pk=admitted.organisation_id)
    assert (admitted.state, admitted.starts_on, admitted.ends_on) == (
        "admitted",
        date(2026, 11, 10),
        date(2027, 4, 1),
    )
    assert (organisation.kind, registrars_of(organisation, on=date(2026, 11, 12))) == ("centre", [applicant])
    assert told(applicant) == ["membership-applied", "membership-welcome"]
    assert standing(applicant, on=date(2026, 11, 12)).is_member is False
    activate(membership=admitted, by=TEAM, at=later)
    assert standing(applicant, on=date(2026, 11, 12)).is_member is True


def test_admission_leaves_the_registrar_who_was_there(category):
    registrar = AffiliationFactory(is_registrar=True)
    application = apply(registrar.person, category, subject=registrar.organisation)
    registrar.is_registrar = False
    registrar.save()
    other = AffiliationFactory(organisation=registrar.organisation, is_registrar=True)
    study_all(application)
    admit(membership=application.membership, resolution="CA-1", resolved_on=TODAY, by=TEAM, at=NOW)
    assert registrars_of(registrar.organisation, on=TODAY) == [other.person]
    assert (told(other.person), told(registrar.person)[-1]) == (["membership-welcome"], "membership-welcome")


def test_admission_after_the_year_turned_is_for_the_year_of_the_resolution(category, applicant):
    application = apply(applicant, category)
    study_all(application)
    coming = MembershipYearFactory(label="2027-2028", starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1))
    admitted = admit(
        membership=application.membership,
        resolution="CA-2027-04",
        resolved_on=date(2027, 4, 8),
        by=TEAM,
        at=datetime(2027, 4, 9, 15, tzinfo=UTC),
    )
    assert (admitted.year, admitted.starts_on, admitted.ends_on) == (coming, date(2027, 4, 8), date(2028, 4, 1))


def test_refusal_says_why_and_the_applicant_may_come_back(category, applicant):
    application = apply(applicant, category)
    with pytest.raises(ReasonMissing):
        refuse_membership(membership=application.membership, reason=" ", by=TEAM, at=NOW)
    refuse_membership(membership=application.membership, reason="Hors mission", by=TEAM, at=NOW)
    application.refresh_from_db()
    assert (application.membership.state, application.refusal, application.decided_at) == (
        "refused",
        "Hors mission",
        NOW,
    )
    assert told(applicant)[-1] == "membership-refused"
    assert apply(applicant, category, subject=application.membership.organisation).membership.state == "requested"


def test_without_an_application_the_resolution_is_enough(category):
    asked = request_membership(
        organisation=OrganisationFactory(), year=MembershipYear.objects.get(), category=category, by=TEAM, at=NOW
    )
    admitted = admit(membership=asked, resolution="CA-1", resolved_on=TODAY, by=TEAM, at=NOW)
    assert (admitted.state, admitted.starts_on) == ("admitted", date(2026, 4, 1))


@pytest.mark.parametrize("state", MembershipState.values)
@pytest.mark.parametrize(
    ("act", "to"),
    [
        (lambda m: admit(membership=m, resolution="CA-1", resolved_on=TODAY, by=TEAM, at=NOW), "admitted"),
        (lambda m: activate(membership=m, by=TEAM, at=NOW), "active"),
        (lambda m: refuse_membership(membership=m, reason="", by=TEAM, at=NOW), "refused"),
        (lambda m: cancel_membership(membership=m, by=TEAM, at=NOW), "cancelled"),
    ],
)
def test_each_move_is_in_the_table_or_refused(state, act, to):
    membership = MembershipFactory(state=state)
    if to in NEXT.get(state, frozenset()):
        assert act(membership).state == to
    else:
        with pytest.raises(WrongState):
            act(membership)
        membership.refresh_from_db()
        assert membership.state == state
