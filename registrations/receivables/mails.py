"""Reminders and statements by mail; a reminder of what was paid meanwhile says nothing any more."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from registrations.messages.registry import Attachment, Mail, MailKind
from registrations.money import spelled
from registrations.orders.models import InvoiceBalance
from registrations.organisations.models import Organisation
from registrations.receivables.documents import how_to_pay, name_of, statement_pdf
from registrations.receivables.models import ReminderLetter
from registrations.receivables.queries import account_of, awaited_invoices, payer_by_uuid
from registrations.receivables.queries.accounts import Payer
from registrations.receivables.texts import filled


def account_address(payer: Payer) -> str:
    """The page where a payer sees what is owed."""
    if isinstance(payer, Organisation):
        return f"{settings.SITE_URL}/moi/organisme/{payer.slug}/compte/"
    return f"{settings.SITE_URL}/moi/compte/"


def reminder_mail(about: UUID, language: str) -> Mail | None:
    """What is still owed of a letter, in the words of its step."""
    letter = ReminderLetter.objects.select_related("organisation", "person", "step").filter(uuid=about).first()
    if letter is None:
        return None
    payer = letter.organisation or letter.person
    if payer is None:
        return None
    named = letter.reminders.values("invoice")
    late = list(awaited_invoices().filter(invoice__in=named).order_by("invoice__due_on"))
    if not late:
        return None
    subject, text = _texts(letter, payer, late, language)
    return Mail(
        subject=subject,
        paragraphs=[*text.split("\n\n"), how_to_pay()],
        facts=[(each.invoice.label, spelled(each.due_cents, language)) for each in late],
        action=(_("See the account"), account_address(payer)),
        reason=_("You receive this message because you answer for what %(payer)s owes.") % {"payer": name_of(payer)},
        attachments=[_statement(payer, language)],
    )


def _texts(letter: ReminderLetter, payer: Payer, late: list[InvoiceBalance], language: str) -> tuple[str, str]:
    amount = spelled(sum(each.due_cents for each in late), language)
    days = (timezone.localdate() - late[0].invoice.due_on).days
    fields = {"payeur": name_of(payer), "montant": amount, "jours": str(max(days, 0))}
    if letter.step is None:
        text = _("{montant} is still to be paid. If your payment is on its way, please disregard this message.")
        return filled(_("Reminder: {montant} to be paid"), fields), filled(text, fields)
    french = language == "fr"
    subject = letter.step.subject_fr if french else letter.step.subject_en
    return filled(subject, fields), filled(letter.step.text_fr if french else letter.step.text_en, fields)


def statement_mail(about: UUID, language: str) -> Mail | None:
    """The last twelve months of an account."""
    payer = payer_by_uuid(about)
    if payer is None:
        return None
    today = timezone.localdate()
    account = account_of(payer, first=today - timedelta(days=365), last=today)
    return Mail(
        subject=_("Statement of account of %(payer)s") % {"payer": name_of(payer)},
        paragraphs=[_("Here is the statement of the last twelve months."), how_to_pay()],
        facts=[(_("Balance"), spelled(account.closing_cents, language))],
        action=(_("See the account"), account_address(payer)),
        reason=_("You receive this message because you answer for what %(payer)s owes.") % {"payer": name_of(payer)},
        attachments=[_statement(payer, language)],
    )


def _statement(payer: Payer, language: str) -> Attachment:
    now = timezone.now()
    today = timezone.localdate(now)
    account = account_of(payer, first=today - timedelta(days=365), last=today)
    paper = statement_pdf(account, language=language or get_language() or "fr", at=now)
    return Attachment(f"{_('statement')}-{today}.pdf", paper, "application/pdf")


def _example() -> UUID | None:
    return ReminderLetter.objects.values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "reminder": MailKind(gettext_lazy("Reminder of what is owed"), reminder_mail, example=_example),
    "statement": MailKind(gettext_lazy("Statement of account"), statement_mail),
}
