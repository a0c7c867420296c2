"""Consents, lists, requests, retention: what changes, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from registrations.actors import Actor
from registrations.association.models import Association
from registrations.errors import WrongState
from registrations.messages.actions import tell
from registrations.messages.registry import MAILS, Mail, MailKind
from registrations.messages.tasks import deliver
from registrations.models import Consent, ConsentText, Entry, Message, Subscription
from registrations.people.actions import merge_people
from registrations.privacy.actions import (
    add_consent_text,
    answer,
    ask,
    change_consent_text,
    give_consent,
    identify,
    note_tacit,
    purge,
    record_request,
    remind,
    study,
    undo_unsubscribe,
    unsubscribe,
    withdraw_consent,
)
from registrations.privacy.errors import (
    AlreadySaid,
    NobodyNamed,
    NoSuchText,
    NotAboutYou,
    NotIdentified,
    NotInCharge,
    ReasonNeeded,
    ReceivedInTheFuture,
    RequestOpen,
    TextInUse,
    UndoTooLate,
    UnknownUnsubscribeLink,
)
from registrations.privacy.queries import Holder, facts_of, facts_of_people, holder_of, inactive, unsubscribe_token
from registrations.privacy.registry import RETENTIONS
from registrations.privacy.rules import may_send
from tests.factories.privacy import ConsentFactory, ConsentTextFactory, PrivacyRequestFactory, SubscriptionFactory
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.people import actor_for
from tests.registrations.privacy.busy import ADMIN

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def agree(person, **changes):
    return give_consent(
        person, **{"purpose": "newsletter", "version": 1, "how": "portal", "by": actor_for(person), "at": NOW} | changes
    )


def receives(person, name="newsletter", on=TODAY):
    return may_send(name, facts_of(Holder(person), name, on=on), on).allowed


# Consents ---------------------------------------------------------------------------------------------------------


def test_consent_opens_its_list_and_withdrawing_closes_it_at_once():
    ConsentTextFactory()
    person = UserFactory()
    assert receives(person) is False

    agree(person)
    opened = receives(person)
    withdraw_consent(person, purpose="newsletter", by=actor_for(person), at=NOW)

    assert (opened, receives(person)) == (True, False)
    assert Consent.objects.get().withdrawn_at == NOW


def test_consent_given_twice_is_one_consent_and_given_again_after_withdrawal_is_another():
    ConsentTextFactory()
    person = UserFactory()
    agree(person)
    agree(person)
    withdraw_consent(person, purpose="newsletter", by=actor_for(person), at=NOW)
    agree(person, at=NOW + timedelta(hours=1))

    assert list(Consent.objects.order_by("pk").values_list("withdrawn_at", flat=True)) == [NOW, None]
    assert receives(person) is True


def test_consent_to_a_text_that_has_changed_is_refused_and_a_new_version_replaces_the_old_one():
    ConsentTextFactory()
    person = UserFactory()
    agree(person)
    add_consent_text(purpose="newsletter", text_fr="Nouveau", text_en="New", effective_from=TODAY, by=ADMIN, at=NOW)

    with pytest.raises(NoSuchText):
        agree(UserFactory())
    agree(person, version=2)

    assert list(Consent.objects.order_by("pk").values_list("text__version", "withdrawn_at")) == [(1, NOW), (2, None)]


def test_consent_for_somebody_else_is_refused_but_what_was_said_on_paper_is_noted_by_the_team():
    ConsentTextFactory()
    person = UserFactory()
    with pytest.raises(NotAboutYou):
        agree(person, by=actor_for(UserFactory()))
    with pytest.raises(NotAboutYou):
        agree(person, by=ADMIN)
    assert agree(person, by=ADMIN, how="paper").how == "paper"


def test_text_that_somebody_agreed_to_never_changes_not_even_by_the_database():
    consent = ConsentFactory()
    words = {"text_fr": "Autre", "text_en": "Other", "effective_from": TODAY, "by": ADMIN, "at": NOW}

    with pytest.raises(TextInUse):
        change_consent_text(consent.text, **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.filter(pk=consent.text_id).delete()

    free = ConsentTextFactory(version=2)
    assert change_consent_text(free, **words).text_fr == "Autre"


# Lists ------------------------------------------------------------------------------------------------------------


def test_staff_of_a_member_receive_without_asking_until_they_leave_the_list():
    person, organisation = UserFactory(), OrganisationFactory()
    MembershipFactory(organisation=organisation)
    AffiliationFactory(person=person, organisation=organisation)
    before = receives(person), receives(person, "promotion")

    row = unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW)

    assert before == (True, True)
    assert (receives(person), receives(person, "promotion")) == (False, True)
    assert (row.basis, row.source) == ("function", f"Intervenant·e, {organisation.name}")


def test_bases_of_many_people_are_read_in_a_fixed_number_of_queries(django_assert_num_queries):
    people = []
    for _number in range(3):
        post = AffiliationFactory()
        MembershipFactory(organisation=post.organisation)
        people.append(post.person_id)

    for asked in (people[:1], people):
        with django_assert_num_queries(5):
            assert len(facts_of_people(asked, "newsletter", on=TODAY)) == len(asked)


def test_membership_opens_offers_until_two_years_after_it_lapsed():
    post = AffiliationFactory()
    MembershipFactory(organisation=post.organisation, lapses_on=date(2027, 6, 30))

    answers = [receives(post.person, "promotion", on=day) for day in (date(2029, 6, 29), date(2029, 6, 30))]

    assert answers == [True, False]


def test_unsubscribing_withdraws_the_consent_and_undoing_within_a_day_restores_both():
    ConsentTextFactory()
    person = UserFactory()
    agree(person)
    unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW)
    unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW + timedelta(hours=2))
    assert Subscription.objects.get().unsubscribed_at == NOW
    assert Consent.objects.get().withdrawn_at == NOW

    undo_unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW + timedelta(hours=3))

    assert (receives(person), Consent.objects.get().withdrawn_at) == (True, None)
    unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW)
    with pytest.raises(UndoTooLate):
        undo_unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW + timedelta(days=2))


def test_noted_enquiry_lasts_six_months_and_never_reopens_what_was_left():
    holder = Holder(address="Quelqu.un@exemple.test")
    note = {"basis": "enquiry", "source": "courriel", "on": TODAY, "by": ADMIN, "at": NOW}

    row = note_tacit(holder, "promotion", **note)
    note_tacit(holder, "promotion", **note | {"on": TODAY - timedelta(days=30)})
    assert (row.address, Subscription.objects.get().ends_on) == ("quelqu.un@exemple.test", date(2027, 4, 6))
    unsubscribe(holder, "promotion", by=Actor(person=None), at=NOW)

    with pytest.raises(AlreadySaid):
        note_tacit(holder, "promotion", **note)
    with pytest.raises(NotInCharge):
        note_tacit(Holder(UserFactory()), "promotion", **note | {"by": actor_for(UserFactory(), "editor")})


def test_link_of_a_mail_to_a_merged_record_unsubscribes_the_one_that_is_kept():
    kept, dropped = UserFactory.create_batch(2)
    token = unsubscribe_token(Holder(dropped), "newsletter")
    merge_people(kept=kept, dropped=dropped, by=Actor.system("tests"), at=NOW)

    assert holder_of(token) == (Holder(kept), "newsletter")


def test_link_of_a_mail_says_who_and_what_and_dies_with_an_erasure():
    person = UserFactory()
    token = unsubscribe_token(Holder(person), "newsletter")

    assert holder_of(token) == (Holder(person), "newsletter")
    assert holder_of(unsubscribe_token(Holder(address="a@b.test"), "promotion")) == (
        Holder(address="a@b.test"),
        "promotion",
    )
    for wrong in (token[:-1], "", "x" * 3000):
        with pytest.raises(UnknownUnsubscribeLink):
            holder_of(wrong)
    type(person).objects.filter(pk=person.pk).update(email=None, erased_at=NOW)
    with pytest.raises(UnknownUnsubscribeLink):
        holder_of(token)


@pytest.fixture
def offer(monkeypatch):
    """A promotional mail, and the tap open."""
    Association.objects.create(pk=1, mails_opened_at=NOW - timedelta(days=300))
    kind = MailKind("Offre", lambda _about, _language: Mail("Offre", ["Venez."]), promotional=True)
    monkeypatch.setitem(MAILS, "offer", kind)

    def send(person):
        tell("offer", about=person, to=person, at=NOW - timedelta(days=200))
        row = Message.objects.latest("pk")
        deliver.call(str(row.uuid))
        row.refresh_from_db()
        return row

    return send


def test_promotional_mail_leaves_with_a_live_basis_and_one_click_out(offer):
    person = UserFactory()
    SubscriptionFactory(person=person, list="promotion", since=date(2020, 1, 1))

    row = offer(person)

    assert row.state == "sent"
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = sent.extra_headers["List-Unsubscribe"].strip("<>").rstrip("/").rpartition("/")[2]
    assert holder_of(token) == (Holder(person), "promotion")
    assert f"/{token}/" in sent.body


def test_promotional_mail_without_a_basis_never_leaves(offer):
    left = UserFactory()
    SubscriptionFactory(person=left, list="promotion", since=date(2020, 1, 1), unsubscribed_at=NOW)

    rows = [offer(UserFactory()), offer(left)]

    assert [row.state for row in rows] == ["cancelled", "cancelled"]
    assert (mail.outbox, rows[0].error != rows[1].error) == ([], True)


# Requests ---------------------------------------------------------------------------------------------------------


def test_request_from_an_account_is_dated_identified_and_acknowledged():
    person = UserFactory()

    request = ask(person, kind="access", wording="Tout", channel="portal", by=actor_for(person), at=NOW)

    assert (request.received_on, request.due_on, request.state) == (TODAY, TODAY + timedelta(days=30), "received")
    assert (request.identified_at, request.identified_how) == (NOW, "signed-in")
    assert list(Message.objects.values_list("kind", "to")) == [("privacy-received", person.pk)]
    with pytest.raises(RequestOpen):
        ask(person, kind="access", wording="", channel="api", by=actor_for(person), at=NOW)
    with pytest.raises(NotAboutYou):
        ask(person, kind="correction", wording="", channel="portal", by=ADMIN, at=NOW)


def test_request_by_post_runs_from_the_day_it_came_and_waits_for_identity():
    words = {
        "kind": "access",
        "channel": "post",
        "by": ADMIN,
        "at": NOW,
        "name": "Ana Roy",
        "address": "ana@exemple.test",
    }
    request = record_request(received_on=TODAY - timedelta(days=4), **words)

    assert (request.due_on, request.identified_at) == (TODAY + timedelta(days=26), None)
    assert Message.objects.get().address == "ana@exemple.test"
    with pytest.raises(NotIdentified):
        study(request, by=ADMIN, at=NOW)
    study(identify(request, how="Pièce d’identité", by=ADMIN, at=NOW), by=ADMIN, at=NOW)
    with pytest.raises(ReceivedInTheFuture):
        record_request(received_on=TODAY + timedelta(days=1), **words)
    with pytest.raises(NobodyNamed):
        record_request(received_on=TODAY, **words | {"address": ""})
    with pytest.raises(NotInCharge):
        record_request(received_on=TODAY, **words | {"by": actor_for(UserFactory(), "editor")})


def test_refusal_says_why_and_where_to_turn_in_the_persons_language():
    person = UserFactory(language="en")
    request = PrivacyRequestFactory(person=person, state="studied")
    with pytest.raises(ReasonNeeded):
        answer(request, outcome="refused", answer="No.", reason=" ", by=ADMIN, at=NOW)

    answer(request, outcome="refused", answer="", reason="s. 39: it would reveal a third party.", by=ADMIN, at=NOW)

    from django.utils.translation import override

    from registrations.privacy.mails import answered

    with override("en"):
        said = answered(request.uuid, "en")
    assert "s. 39: it would reveal a third party." in said.paragraphs[0]
    assert "525, boulevard René-Lévesque Est" in said.paragraphs[2]
    with pytest.raises(WrongState):
        answer(request, outcome="done", answer="", by=ADMIN, at=NOW)


@pytest.mark.parametrize("state", ["received", "studied", "done", "partial", "refused"])
@pytest.mark.parametrize("outcome", ["received", "studied", "done", "partial", "refused"])
def test_every_move_of_a_request(state, outcome):
    from registrations.privacy.rules import ANSWERED, NEXT

    at = NOW if state in ANSWERED else None
    request = PrivacyRequestFactory(state=state, answered_at=at)
    allowed = outcome in NEXT[state]
    try:
        if outcome == "studied":
            study(request, by=ADMIN, at=NOW)
        else:
            answer(request, outcome=outcome, answer="Oui", reason="Art. 28", by=ADMIN, at=NOW)
    except (WrongState, IntegrityError):
        assert not allowed
    else:
        assert allowed


def test_the_person_in_charge_is_reminded_once_a_day_of_what_is_due():
    Association.objects.create(pk=1, privacy_officer_email="vie-privee@exemple.test")
    PrivacyRequestFactory(due_on=TODAY + timedelta(days=7))
    PrivacyRequestFactory(due_on=TODAY + timedelta(days=20))
    late = PrivacyRequestFactory(received_on=date(2026, 8, 1), due_on=date(2026, 9, 1), kind="correction")

    for _again in range(2):
        assert remind(on=TODAY, by=ADMIN, at=NOW) == 2

    assert Message.objects.filter(kind="privacy-due", to_address="vie-privee@exemple.test").count() == 2
    assert Message.objects.filter(about_uuid=late.uuid).count() == 1


# Retention and merging --------------------------------------------------------------------------------------------


def test_purge_does_exactly_what_the_dry_run_said_and_leaves_its_counts():
    from tests.registrations.privacy.busy import busy_person

    busy_person()
    later = NOW + timedelta(days=366 * 6)
    said = {each.name: each.due(later.date()) for each in RETENTIONS}

    done = purge(by=ADMIN, at=later)

    assert done.counts == {name: number for name, number in said.items() if number}
    assert done.total == sum(said.values()) > 8
    assert purge(by=ADMIN, at=later).total == 0
    with pytest.raises(NotInCharge):
        purge(by=actor_for(UserFactory(), "accounting"), at=later)


def test_purge_today_touches_nothing_of_today():
    from tests.registrations.privacy.busy import busy_person

    busy_person()

    assert {each.name: each.due(TODAY) for each in RETENTIONS if each.due(TODAY)} == {}


def test_inactive_people_are_proposed_never_erased(django_user_model):
    ghost, worker, recent = UserFactory(), UserFactory(), UserFactory()
    AffiliationFactory(person=worker)
    django_user_model.objects.exclude(pk=recent.pk).update(created_at=NOW - timedelta(days=366 * 6))

    assert list(inactive(on=TODAY)) == [ghost]


def test_every_act_is_in_the_journal_without_a_name():
    ConsentTextFactory()
    person = UserFactory(family_name="Introuvable")
    agree(person)
    unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=NOW)

    said = list(Entry.objects.order_by("pk").values_list("action", "details"))
    assert [action for action, _details in said] == ["privacy.consent", "privacy.unsubscribe"]
    assert "Introuvable" not in str(said)
