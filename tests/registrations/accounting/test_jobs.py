"""Files for the accountant: what they say, that nothing in them runs, that the same books give the same bytes."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from registrations.accounting.actions import ask_export, close_books
from registrations.accounting.documents.spreadsheets import inert, write_csv
from registrations.accounting.errors import NotYourBooks, PeriodBackwards
from registrations.accounting.jobs import make_export, resume_exports
from registrations.accounting.personal import forget_files, old_files
from registrations.accounting.queries.exports import EXPORTS, Cents
from registrations.actors import Role
from registrations.models import AccountingExport, Disclosure
from registrations.orders.actions import credit_invoice
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import record_received
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, order_ticket
from tests.people import with_role
from tests.registrations.accounting.conftest import ACCOUNTANT, number_accounts
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
NOVEMBER = datetime(2026, 11, 3, 15, tzinfo=UTC)


def made(kind, *, format="csv", at=NOW):  # noqa: A002 - the field's name
    row = ask_export(kind=kind, format=format, starts_on=FIRST, ends_on=LAST, by=ACCOUNTANT, at=at)
    make_export.call(row.pk)
    row.refresh_from_db()
    return row


def said(kind):
    row = made(kind)
    assert (row.state, row.error) == ("ready", "")
    content = row.file.read()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def story(place):
    """An order of 228.80, a cheque of 100.00, a credit of 10.00 before taxes."""
    order = place()
    given = {"method": "cheque", "cents": 10_000, "received_on": NOW.date(), "reference": "0042"}
    record_received(order=order, by=ACCOUNTANT, at=NOW, **given)
    some = [Credited(order.lines.get(), 1_000)]
    credit_invoice(invoice=order.invoices.get(), lines=some, reason="Rabais", by=ACCOUNTANT, at=NOW)
    number_accounts()
    return order


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_kind_has_as_many_cells_as_columns_in_both_formats(story, kind):
    rows = said(kind)
    sheet = load_workbook(io.BytesIO(made(kind, format="xlsx").file.read())).active

    assert {len(row) for row in rows} == {len(EXPORTS[kind].columns)}
    assert sheet.max_row == len(rows)
    assert [cell.value for cell in sheet[1]] == rows[0]


def test_invoices_say_sums_taxes_and_what_is_left(story):
    (headings, row) = said("invoices")
    told = dict(zip(headings, row, strict=True))

    assert (told["Date"], told["Avant taxes"], told["TPS"], told["TVQ"]) == ("2026-10-06", "199.00", "9.95", "19.85")
    assert row[-5:] == ["0.00", "228.80", "100.00", "11.50", "117.30"]


def test_taxes_are_ready_for_the_return(story):
    assert said("taxes")[1:] == [
        ["TPS", "123456789 RT0001", "5 %", "199.00", "9.95", "10.00", "0.50", "189.00", "9.45"],
        ["TVQ", "1234567890 TQ0001", "9.975 %", "199.00", "19.85", "10.00", "1.00", "189.00", "18.85"],
    ]


def test_the_journal_balances_in_the_file(story):
    rows = said("journal")[1:]
    debit, credit = (sum(round(float(row[place] or 0) * 100) for row in rows) for place in (6, 7))

    assert debit == credit > 0
    assert {row[3] for row in rows} >= {"1000", "4100"}


def test_the_journal_says_which_account_has_no_number(place):
    place()
    row = made("journal")

    assert (row.state, bool(row.file)) == ("failed", False)
    assert "4100" in row.error


def test_a_closed_period_gives_the_same_bytes_whatever_comes_after(story, place):
    close_books(last=LAST, by=ACCOUNTANT, at=NOVEMBER)
    before = [made("journal", format=each, at=NOVEMBER).sha256 for each in ("csv", "xlsx")]

    credit_invoice(invoice=story.invoices.get(), reason="Annulée", by=ACCOUNTANT, at=NOVEMBER)
    place(at=NOVEMBER)

    later = NOVEMBER + timedelta(days=40)
    assert [made("journal", format=each, at=later).sha256 for each in ("csv", "xlsx")] == before


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd"])
def test_nothing_runs_in_a_spreadsheet(text):
    assert inert(text).startswith("'")
    file = io.BytesIO()
    write_csv(["Nom"], [[text, Cents(-150), date(2026, 1, 2), None]], file)
    assert file.getvalue().decode("utf-8-sig").splitlines()[-1].endswith("-1.50,2026-01-02,")


def test_a_name_that_is_a_formula_is_text(place, registrar):
    registrar.organisation.legal_name = "=HYPERLINK(1)"
    place()
    assert "'=HYPERLINK(1)" in [cell for row in said("invoices") for cell in row]


def test_files_that_name_people_are_disclosures():
    from registrations.payments.actions import record_payment
    from tests.factories.sales import quebec_taxes

    quebec_taxes()
    person = UserFactory()
    record_payment(fact_of(order_ticket(TicketTypeFactory(), person)), by=ACCOUNTANT, at=NOW)
    said("payments"), said("taxes"), said("invoice_lines")
    assert Disclosure.objects.count() == 0

    said("invoices")

    assert Disclosure.objects.get().people.get().person == person


def test_ask_export_is_accountings_and_of_days_in_order():
    asked = {"kind": "taxes", "format": "csv", "starts_on": FIRST, "ends_on": LAST, "at": NOW}
    with pytest.raises(NotYourBooks):
        ask_export(**asked, by=actor_for(None, "event_lead"))
    for changed in ({"ends_on": FIRST - timedelta(days=1)}, {"starts_on": date(2020, 1, 1)}):
        with pytest.raises(PeriodBackwards):
            ask_export(**asked | changed, by=ACCOUNTANT)


def test_make_export_twice_makes_one_file_and_a_stalled_one_is_taken_up(
    story, work_off, django_capture_on_commit_callbacks
):
    row = ask_export(kind="taxes", format="csv", starts_on=FIRST, ends_on=LAST, by=ACCOUNTANT, at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        assert resume_exports.call_local() == 1
    work_off()
    row.refresh_from_db()
    name = row.file.name
    make_export.call(row.pk)

    row.refresh_from_db()
    assert (row.state, row.file.name) == ("ready", name)


def test_files_go_after_thirty_days(story):
    row = made("taxes")
    later = NOW + timedelta(days=32)

    assert old_files(later.date()).count() == 1
    assert forget_files(ACCOUNTANT, later) == 1
    assert (AccountingExport.objects.get().file, row.file.storage.exists(row.file.name)) == ("", False)


def test_accounting_asks_on_the_screen_and_downloads(story):
    client = Client()
    client.force_login(with_role(UserFactory(), Role.ACCOUNTING))
    asked = {"kind": "taxes", "starts_on": FIRST, "ends_on": LAST, "format": "csv"}
    client.post(reverse("exportations-comptables:add"), asked)
    row = AccountingExport.objects.get()
    assert client.get(reverse("exportations-comptables:inspect", args=[row.pk])).status_code == 200
    there = reverse("exportations-comptables:fichier", args=[row.pk])
    assert client.get(there).status_code == 404

    make_export.call(row.pk)

    answer = client.get(there)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert b"TPS" in b"".join(answer.streaming_content)
    client.force_login(with_role(UserFactory(), Role.EVENT_LEAD))
    assert client.get(there).status_code in (302, 403)
