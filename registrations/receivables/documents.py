"""Statements of account and deposit slips, as papers and as files for a spreadsheet."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from registrations.association.queries import association
from registrations.charts import bars
from registrations.dates import spelled_day
from registrations.money import spelled
from registrations.organisations.models import Organisation
from registrations.payments.models import DepositSlip
from registrations.receivables.queries import Account
from registrations.receivables.queries.accounts import Payer
from registrations.receivables.rules import FIRST_DAYS
from registrations.typeset import typeset

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "ledger.typ"


def age_labels() -> dict[int, str]:
    """What accountants call each age."""
    words = (_("Not due yet"), _("1 to 30 days"), _("31 to 60 days"), _("61 to 90 days"), _("More than 90 days"))
    return dict(zip(FIRST_DAYS, words, strict=True))


def age_rows(ages: dict[int, int]) -> list[tuple[str, int]]:
    """Each age with what is owed of it; nothing when nothing is owed."""
    return [(label, ages[age]) for age, label in age_labels().items()] if any(ages.values()) else []


def ages_shown(ages: dict[int, int]) -> dict[str, Any]:
    """What accounting's screen shows of ages: a chart in whole dollars, and its numbers."""
    rows = age_rows(ages)
    dollars = [(label, round(cents / 100)) for label, cents in rows]
    described = {"title": _("What is owed, by age"), "description": _("In dollars; the numbers are in the table.")}
    chart = bars(dollars, **described) if rows else ""
    return {"ages_chart": chart, "age_rows": rows, "ages_total": sum(ages.values())}


def name_of(payer: Payer) -> str:
    if isinstance(payer, Organisation):
        return payer.legal_name or payer.name
    return payer.get_full_name()


def how_to_pay() -> str:
    """As the association says it, else in general."""
    said = association().how_to_pay(get_language() or "fr")
    return said or _("By cheque, by transfer, or by card from the page of each order. Name the invoices that you pay.")


def statement_pdf(account: Account, *, language: str, at: datetime) -> bytes:
    """A statement of account (PDF/UA). Never call it inside a transaction."""
    return typeset(TEMPLATE, statement_data(account, language), at=at)


def statement_data(account: Account, language: str) -> dict[str, Any]:
    """In words and spelled amounts."""
    with override(language):
        period = {"first": _day(account.first, language), "last": _day(account.last, language)}
        return _paper(language, _("Statement of account"), _("Account of"), name_of(account.payer)) | {
            "number": _("%(first)s to %(last)s") % period,
            "address": _address(account.payer),
            "facts": [
                {"label": _("Opening balance"), "value": spelled(account.opening_cents, language)},
                {"label": _("Closing balance"), "value": spelled(account.closing_cents, language)},
            ],
            "chart": _chart(account, language) if account.owed_cents else [],
            "columns": _columns(_("Date"), _("Description"), _("Amount"), _("Balance"), right=2),
            "rows": [
                [_short(entry.on), entry.label, spelled(entry.cents, language), spelled(balance, language)]
                for entry, balance in account.lines
            ],
            "sums": _sums(account, language),
            "notes": _notes(account, language),
        }


def _paper(language: str, title: str, about: str, whom: str) -> dict[str, Any]:
    seller = association()
    contacts = [value for value in (seller.phone, seller.email) if value]
    name = seller.legal_name or seller.name
    return {
        "language": language,
        "title": f"{title}, {whom}",
        "heading": title,
        "seller": {"name": name, "address": seller.address, "contacts": contacts},
        "about": whom,
        "footer": f"{name} – {title}",
        "words": {
            "about": about,
            "particulars": _("Particulars"),
            "page": _("Page"),
            "ages": _("What is owed, by age"),
        },
    }


def _columns(*labels: str, right: int) -> list[dict[str, Any]]:
    """The last `right` ones hold amounts; the second is as wide as it can be."""
    first = len(labels) - right
    return [{"label": label, "wide": place == 1, "right": place >= first} for place, label in enumerate(labels)]


def _address(payer: Payer) -> str:
    if not isinstance(payer, Organisation):
        return payer.address
    place = " ".join(filter(None, (payer.municipality, payer.postal_code)))
    return "\n".join(filter(None, (payer.street, place, payer.billing_email)))


def _chart(account: Account, language: str) -> list[dict[str, Any]]:
    highest = max(account.ages.values()) or 1
    return [
        {
            "label": label,
            "amount": spelled(account.ages[age], language),
            "share": account.ages[age] / highest,
            "late": age > 0,
        }
        for age, label in age_labels().items()
    ]


def _sums(account: Account, language: str) -> list[dict[str, Any]]:
    sums = [{"label": _("Owed on invoices"), "amount": spelled(account.owed_cents, language), "strong": False}]
    if account.on_account_cents:
        amount = spelled(-account.on_account_cents, language)
        sums.append({"label": _("Credit on account"), "amount": amount, "strong": False})
    return [*sums, {"label": _("Balance"), "amount": spelled(account.closing_cents, language), "strong": True}]


def _notes(account: Account, language: str) -> list[dict[str, str]]:
    if not account.owed:
        return [{"title": _("To be paid"), "text": _("Nothing is owed: thank you.")}]
    lines = [
        _("%(invoice)s: %(amount)s, due on %(day)s")
        % {
            "invoice": each.invoice.label,
            "amount": spelled(each.due_cents, language),
            "day": _day(each.invoice.due_on, language),
        }
        for each in account.owed
    ]
    return [
        {"title": _("To be paid"), "text": "\n".join(lines)},
        {"title": _("How to pay"), "text": how_to_pay()},
    ]


def _day(day: Any, language: str) -> str:
    return spelled_day(day, language, weekday=False)


def _short(day: Any) -> str:
    return f"{day:%Y-%m-%d}"


def statement_csv(account: Account) -> str:
    """One line an entry, amounts as numbers with a point, for a spreadsheet."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow([_("Date"), _("Description"), _("Order no."), _("Amount"), _("Balance")])
    rows.writerow([_short(account.first), _("Opening balance"), "", "", _number(account.opening_cents)])
    for entry, balance in account.lines:
        rows.writerow([_short(entry.on), _safe(entry.label), entry.order, _number(entry.cents), _number(balance)])
    return "\ufeff" + file.getvalue()


def _number(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _safe(text: str) -> str:
    """A spreadsheet executes what begins so."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def slip_pdf(slip: DepositSlip, *, language: str, at: datetime) -> bytes:
    """The list that goes to the bank with the cheques. Never call it inside a transaction."""
    return typeset(TEMPLATE, slip_data(slip, language), at=at)


def slip_data(slip: DepositSlip, language: str) -> dict[str, Any]:
    with override(language):
        receipts = list(slip.receipts.select_related("organisation", "person").order_by("received_on", "pk"))
        name = association().legal_name or association().name
        return _paper(language, _("Deposit slip"), _("For the account of"), name) | {
            "number": str(slip),
            "address": "",
            "facts": [
                {"label": _("Deposited on"), "value": _day(slip.deposited_on, language)},
                {"label": _("Cheques"), "value": str(len(receipts))},
            ],
            "chart": [],
            "columns": _columns(_("Received on"), _("Payer"), _("Cheque no."), _("Amount"), right=1),
            "rows": [
                [
                    _short(receipt.received_on),
                    name_of(receipt.organisation or receipt.person),  # type: ignore[arg-type]  # there is one
                    receipt.reference,
                    spelled(receipt.received_cents, language),
                ]
                for receipt in receipts
            ],
            "sums": [{"label": _("Total"), "amount": spelled(slip.total_cents, language), "strong": True}],
            "notes": [{"title": _("Made on"), "text": _day(localdate(slip.recorded_at), language)}],
        }
