"""Reminders: once a step and an invoice, one mail a payer, nothing of the past, nothing that is not owed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.models import Dispute, Message, Reminder, ReminderLetter, ReminderPause, ReminderStep
from registrations.orders.actions import credit_invoice
from registrations.receivables.actions import (
    end_pause,
    pause_reminders,
    remind_payer,
    save_step,
    send_due,
    start_dunning,
    stop_dunning,
)
from registrations.receivables.errors import (
    AlreadyPaused,
    MayNotCollect,
    NoReason,
    NoStepThere,
    NothingOwed,
    RemindedToday,
)
from registrations.receivables.mails import reminder_mail
from registrations.receivables.queries import due_reminders
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, order_ticket, quebec_taxes
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account

pytestmark = pytest.mark.django_db
BY = {"by": ACCOUNTANT, "at": NOW}


def days(number):
    """Invoices are due 30 days after NOW."""
    return NOW + timedelta(days=30 + number)


@pytest.fixture
def registrar():
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


@pytest.fixture
def orders(registrar):
    quebec_taxes()
    ticket_type = TicketTypeFactory()
    return [on_account(registrar, ticket_type) for _each in range(2)]


@pytest.fixture
def started(orders):
    return start_dunning(**BY)


def sent(at):
    return send_due(by=ACCOUNTANT, at=at)


def test_each_step_leaves_once_in_one_mail_a_payer(registrar, started):
    assert [sent(days(number)) for number in (0, 6, 7, 7, 8, 30, 30, 60, 90)] == [0, 0, 1, 0, 0, 1, 0, 1, 0]
    assert (ReminderLetter.objects.count(), Reminder.objects.count()) == (3, 6)
    assert Message.objects.filter(kind="reminder", to=registrar.person).count() == 3
    assert list(ReminderLetter.objects.order_by("pk").values_list("step__days", flat=True)) == [7, 30, 60]


def test_a_job_that_was_stopped_sends_the_latest_step_alone(started):
    assert (sent(days(45)), sent(days(46))) == (1, 0)
    assert set(Reminder.objects.values_list("step__days", flat=True)) == {30}


def test_nothing_of_before_the_start_ever_leaves(orders):
    start_dunning(by=ACCOUNTANT, at=days(20))
    assert [sent(days(number)) for number in (20, 25, 29)] == [0, 0, 0]
    assert sent(days(30)) == 1


def test_off_nothing_leaves_and_on_again_starts_from_that_day(started):
    stop_dunning(**BY)
    assert sent(days(7)) == 0
    start_dunning(by=ACCOUNTANT, at=days(10))
    assert ReminderStep.objects.count() == 3
    assert (sent(days(10)), sent(days(30))) == (0, 1)


def test_the_preview_of_a_day_is_what_leaves_that_day(started):
    day = days(7)
    (due,) = due_reminders(on=day.date())
    assert (len(due.late), due.step.days, sent(day), due_reminders(on=day.date())) == (2, 7, 1, [])


def test_paid_credited_contested_and_card_orders_are_left_in_peace(registrar, orders, started):
    cheque(registrar.organisation, 22_880, (orders[0], 22_880))
    credit_invoice(invoice=orders[1].invoices.get(), reason="Annulation", **BY)
    order_ticket(TicketTypeFactory(), UserFactory())
    assert sent(days(7)) == 0

    other = on_account(registrar, TicketTypeFactory())
    receipt = cheque(registrar.organisation, 100, (other, 100), reference="8")
    Dispute.objects.create(
        payment=receipt.payments.get(), reference="dp_1", cents=100, reason="fraudulent", opened_at=NOW
    )
    assert sent(days(7)) == 0
    with pytest.raises(NothingOwed):
        remind_payer(payer=registrar.organisation, by=ACCOUNTANT, at=days(7))


@pytest.mark.parametrize("whole", [True, False])
def test_a_pause_holds_reminders_until_it_ends(registrar, orders, started, whole):
    about = registrar.organisation if whole else orders[0].invoices.get()
    pause = pause_reminders(about=about, reason="Entente", until=days(20).date(), **BY)
    with pytest.raises(AlreadyPaused):
        pause_reminders(about=about, reason="Encore", **BY)

    assert sent(days(7)) == (0 if whole else 1)
    assert Reminder.objects.count() == (0 if whole else 1)
    end_pause(pause=pause, by=ACCOUNTANT, at=days(8))
    assert sent(days(8)) == 1
    assert Reminder.objects.count() == 2
    pause_reminders(about=about, reason="De nouveau", by=ACCOUNTANT, at=days(9))


def test_a_pause_that_is_over_makes_way_for_another(registrar):
    pause_reminders(about=registrar.organisation, reason="Un jour", until=days(0).date(), **BY)
    pause_reminders(about=registrar.organisation, reason="Encore", by=ACCOUNTANT, at=days(1))
    assert ReminderPause.objects.filter(ended_at=None).count() == 1


def test_by_hand_one_a_day_and_the_billing_address_too(registrar, started):
    registrar.organisation.billing_email = "compta@exemple.test"
    letter = remind_payer(payer=registrar.organisation, by=ACCOUNTANT, at=days(3))
    assert (letter.step, letter.sent_to, letter.due_cents) == (None, 2, 45_760)
    with pytest.raises(RemindedToday):
        remind_payer(payer=registrar.organisation, by=ACCOUNTANT, at=days(3))
    assert ReminderLetter.objects.count() == 1


def test_the_database_holds_each_step_once_and_one_a_day(started):
    sent(days(7))
    reminder = Reminder.objects.first()
    for changes in ({"reminded_on": days(9).date()}, {"step": None}):
        again = {"letter": reminder.letter, "invoice": reminder.invoice, "due_cents": 1}
        given = {"step": reminder.step, "reminded_on": reminder.reminded_on} | changes
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(**again, **given)


def test_the_mail_says_what_is_owed_now_and_nothing_once_it_is_paid(registrar, orders, started):
    sent(days(7))
    letter = ReminderLetter.objects.get()
    cheque(registrar.organisation, 22_880, (orders[0], 22_880))
    mail = reminder_mail(letter.uuid, "fr")
    assert (len(mail.facts), "228,80" in mail.subject, len(mail.attachments)) == (1, True, 1)
    assert "{" not in mail.subject + "".join(mail.paragraphs)

    cheque(registrar.organisation, 22_880, (orders[1], 22_880), reference="2")
    assert reminder_mail(letter.uuid, "fr") is None


def test_steps_change_without_reaching_back(started):
    texts = {"subject_fr": "a", "subject_en": "b", "text_fr": "c", "text_en": "d"}
    with pytest.raises(NoStepThere):
        save_step(days=30, **texts, **BY)
    save_step(days=3, **texts, by=ACCOUNTANT, at=days(5))
    assert (sent(days(5)), sent(days(7))) == (0, 1)


@pytest.mark.parametrize(
    "act",
    [
        lambda o: start_dunning(by=actor_for(None), at=NOW),
        lambda o: stop_dunning(by=actor_for(None), at=NOW),
        lambda o: save_step(days=3, by=actor_for(None), at=NOW),
        lambda o: remind_payer(payer=o, by=actor_for(None), at=NOW),
        lambda o: pause_reminders(about=o, reason="x", by=actor_for(None), at=NOW),
    ],
)
def test_reminders_are_accountings(registrar, act):
    with pytest.raises(MayNotCollect):
        act(registrar.organisation)


def test_a_pause_says_why(registrar):
    with pytest.raises(NoReason):
        pause_reminders(about=registrar.organisation, reason=" ", **BY)
