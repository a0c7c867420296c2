"""The team's screens: study, decide, criteria, and what a person is on a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Actor
from registrations.memberships.actions import Candidate, admit
from registrations.models import AdmissionCriterion, Membership
from tests.factories.registrations import (
    AdmissionCriterionFactory,
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
    UserFactory,
    apply,
    study_all,
)
from tests.people import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    today = timezone.localdate()
    return MembershipYearFactory(starts_on=today - timedelta(100), ends_on=today + timedelta(200))


@pytest.fixture
def application(year):
    AdmissionCriterionFactory.create_batch(2)
    return apply(UserFactory(), MembershipCategoryFactory(), at=timezone.now())


@pytest.fixture
def secretary(client):
    person = with_role(UserFactory(), "board_secretary")
    client.force_login(person)
    return person


def act(client, name, application, data=None):
    return client.post(reverse(f"demandes-d-adhesion:{name}", args=[application.pk]), data or {})


def test_the_list_says_what_waits_and_since_when(client, secretary, application):
    page = client.get(reverse("demandes-d-adhesion:index"), {"membership__state": "requested"}).content.decode()
    assert [str(application.membership.organisation) in page, "0 / 2" in page] == [True, True]
    other = client.get(reverse("demandes-d-adhesion:index"), {"membership__state": "refused"}).content.decode()
    assert str(application.membership.organisation) not in other


@pytest.mark.parametrize("count", [1, 3])
def test_query_budget_of_the_list(client, secretary, year, count, assert_own_queries):
    category = AdmissionCriterionFactory().category
    for _n in range(count):
        apply(UserFactory(), category, at=timezone.now())
    client.get(reverse("demandes-d-adhesion:index"))
    with assert_own_queries(12):
        client.get(reverse("demandes-d-adhesion:index"))


def test_study_ask_recommend_then_admit(client, secretary, application):
    first, second = application.criteria.all()
    said = {f"met_{first.pk}": "oui", f"note_{first.pk}": "Vu", f"met_{second.pk}": "", f"note_{second.pk}": ""}
    act(client, "etudier", application, said)
    assert [(row.met, row.note) for row in application.criteria.all()] == [(True, "Vu"), (None, "")]
    act(client, "demander", application, {"text": "Les états financiers"})
    assert application.requests.get().text == "Les états financiers"
    act(client, "recommander", application, {"standpoint": "admit", "recommendation": "Complet"})
    decided = {"resolution": "CA-2026-11", "resolved_on": timezone.localdate().isoformat()}
    refused = act(client, "admettre", application, decided)
    assert "ne sont pas remplis" in refused.content.decode()
    study_all(application, at=timezone.now())
    assert act(client, "admettre", application, decided).status_code == 302
    application.refresh_from_db()
    assert (application.membership.state, application.membership.resolution, application.standpoint) == (
        "admitted",
        "CA-2026-11",
        "admit",
    )
    page = client.get(reverse("demandes-d-adhesion:inspect", args=[application.pk])).content.decode()
    assert ["Les états financiers" in page, "Complet" in page] == [True, True]


def test_a_candidate_becomes_what_the_secretary_says(client, secretary, year):
    candidate = apply(
        UserFactory(), AdmissionCriterionFactory().category, subject=Candidate(name="Université"), at=timezone.now()
    )
    study_all(candidate, at=timezone.now())
    page = client.get(reverse("demandes-d-adhesion:admettre", args=[candidate.pk]))
    decided = {"resolution": "CA-2026-11", "resolved_on": timezone.localdate().isoformat()}
    unsaid = act(client, "admettre", candidate, decided)
    act(client, "admettre", candidate, {**decided, "kind": "partner"})

    candidate.membership.organisation.refresh_from_db()
    assert [name for name, _label in page.context["form"].fields["kind"].choices] == ["centre", "partner"]
    assert list(unsaid.context["form"].errors) == ["kind"]
    assert candidate.membership.organisation.kind == "partner"


def test_a_refusal_without_reason_is_refused(client, secretary, application):
    assert "donne son motif" in act(client, "refuser", application, {"reason": ""}).content.decode()
    act(client, "refuser", application, {"reason": "Hors mission"})
    application.membership.refresh_from_db()
    assert application.membership.state == "refused"


def test_criteria_are_added_reworded_and_retired(client, secretary):
    category = MembershipCategoryFactory()
    given = {"category": category.pk, "position": 1, "text_fr": "Être un organisme sans but lucratif"}
    client.post(reverse("criteres-d-admission:add"), given)
    criterion = AdmissionCriterion.objects.get()
    client.post(reverse("criteres-d-admission:edit", args=[criterion.pk]), {**given, "reference": "art. 5.1"})
    client.post(reverse("criteres-d-admission:retirer", args=[criterion.pk]))
    criterion.refresh_from_db()
    assert (criterion.text_fr, criterion.reference, criterion.retired_at is None) == (
        given["text_fr"],
        "art. 5.1",
        False,
    )


# Memberships


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"standing": "member"}, {"paid", "early"}),
        ({"standing": "lapsed"}, {"gone"}),
        ({"standing": "unpaid"}, {"early", "admitted"}),
        ({"region": "09"}, {"paid"}),
        ({"state": "admitted"}, {"admitted"}),
    ],
)
def test_memberships_are_filtered_as_the_trade_asks(client, secretary, year, asked, found):
    today = timezone.localdate()
    dates = {"year": year, "starts_on": year.starts_on, "ends_on": year.ends_on}
    MembershipFactory(organisation__name="paid", organisation__region="09", lapses_on=year.ends_on, **dates)
    early = MembershipFactory(organisation__name="early", lapses_on=year.ends_on, **dates)
    gone = MembershipFactory(organisation__name="gone", lapses_on=year.ends_on, **dates)
    MembershipFactory(organisation__name="admitted", state="admitted", lapses_on=year.ends_on, **dates)
    Membership.objects.filter(pk=early.pk).update(lapses_on=today + timedelta(30))
    past = {"starts_on": date(2020, 4, 1), "ends_on": date(2021, 4, 1), "lapses_on": date(2021, 6, 30)}
    Membership.objects.filter(pk=gone.pk).update(**past)
    page = client.get(reverse("adhesions:index"), asked)
    assert {row.organisation.name for row in page.context["object_list"]} == found


def test_the_page_of_a_membership_says_what_comes_next(client, secretary, application):
    page = client.get(reverse("adhesions:inspect", args=[application.membership.pk]))
    assert page.context["application"] == application
    study_all(application, at=timezone.now())
    decided = {"resolution": "CA-1", "resolved_on": timezone.localdate()}
    admit(membership=application.membership, **decided, by=Actor.system("tests"), at=timezone.now())
    page = client.get(reverse("adhesions:inspect", args=[application.membership.pk]))
    assert page.context["next_step"].state == "Cotisation à régler"


def test_years_count_their_memberships(client, secretary, application):
    year = application.membership.year
    for state in ("active", "active", "refused"):
        MembershipFactory(
            year=year, state=state, starts_on=year.starts_on, ends_on=year.ends_on, lapses_on=year.ends_on
        )
    row = next(iter(client.get(reverse("annees-d-adhesion:index")).context["object_list"]))
    assert (row.requested, row.admitted, row.members, row.lapsed, row.ended) == (1, 0, 2, 0, 1)


# What is this person, that day?


def test_the_screen_finds_and_explains(client, secretary, year):
    post = AffiliationFactory(organisation__name="Cap Nord", person__family_name="Bélanger")
    MembershipFactory(
        organisation=post.organisation,
        year=year,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        lapses_on=year.ends_on,
    )
    path = reverse("statut:index")
    assert client.get(path, {"q": "Bélanger"}).context["person"] == post.person
    assert client.get(path, {"q": "personne-inconnue"}).context["found"] == []
    asked = {"person": post.person.uuid, "on": year.starts_on - timedelta(1)}
    told = client.get(path, asked).context["told"]
    assert (told.on, "member" in told.audiences) == (asked["on"], False)
    page = client.get(path, {"person": post.person.uuid}).content.decode()
    membership = reverse("adhesions:inspect", args=[post.organisation.memberships.get().pk])
    assert [f'href="{membership}"' in page, "<svg" in page, "Personnel" in page] == [True, True, True]


@pytest.mark.parametrize("asked", [{"on": "hier"}, {"person": "x"}, {"q": "%"}, {"on": "9999-12-31"}])
def test_the_screen_survives_what_it_does_not_understand(client, secretary, asked):
    assert client.get(reverse("statut:index"), asked).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("librarian", 200),
        ("accounting", 200),
        ("training_lead", 200),
        ("event_lead", 200),
        ("administrator", 200),
        ("editor", 302),
        ("door", 403),
    ],
)
def test_the_screen_is_for_those_who_answer_people(client, role, status):
    client.force_login(with_role(UserFactory(), role))
    assert client.get(reverse("statut:index")).status_code == status


def test_the_page_of_a_person_leads_to_it(client):
    client.force_login(with_role(UserFactory(), "training_lead"))
    person = UserFactory()
    page = client.get(reverse("personnes:inspect", args=[person.pk])).content.decode()
    assert f'href="{reverse("statut:index")}?person={person.uuid}"' in page
