"""The association itself, its taxes, and the tap of its mails: open in the demo, where they only go to the viewer."""

from datetime import datetime

from config.demo.bringing import LOADER
from registrations.association.actions import describe_association, open_mail_tap
from registrations.orders.actions.taxes import declare_registration, set_tax_profile
from registrations.orders.models import LineKind, TaxCategory

IDENTITY = {
    "name": "AXTRA",
    "legal_name": "AXTRA, l’Alliance des centres-conseils en emploi (démonstration)",
    "address": "1, rue de la Démonstration, bureau 100\nMontréal (Québec)  H2X 0A0",
    "phone": "514 555-0100",
    "email": "bonjour@axtra.example",
    "fiscal_year_start_month": 4,
    "sender_name": "AXTRA",
    "sender_email": "bonjour@axtra.example",
    "privacy_officer_name": "Rachel Dumouchel",
    "privacy_officer_email": "vie-privee@axtra.example",
    "signatory_name": "Édith Larocque",
    "signatory_title": "Directrice générale",
    "payment_instructions": (
        "Par chèque à l’ordre d’AXTRA, 1, rue de la Démonstration, bureau 100, Montréal (Québec) H2X 0A0.\n"
        "Par virement Interac à comptabilite@axtra.example."
    ),
    "payment_instructions_en": (
        "By cheque payable to AXTRA, 1, rue de la Démonstration, bureau 100, Montréal (Québec) H2X 0A0.\n"
        "By Interac transfer to comptabilite@axtra.example."
    ),
}
CODES = {LineKind.TICKET: "4100", LineKind.SESSION: "4200", LineKind.DUES: "4000", LineKind.BOOTH: "4150"}


def load(*, at: datetime, past: datetime) -> None:
    """Say who sends, charge both taxes on tickets and booths, and let mails leave."""
    describe_association(IDENTITY, by=LOADER, at=past)
    declare_registration(
        gst_number="123456789 RT0001", qst_number="1234567890 TQ0001", on=past.date(), by=LOADER, at=past
    )
    for kind, code in CODES.items():
        taxable = kind in {LineKind.TICKET, LineKind.BOOTH}
        category = TaxCategory.TAXABLE if taxable else TaxCategory.EXEMPT
        set_tax_profile(kind=kind, category=category, accounting_code=code, by=LOADER, at=past)
    open_mail_tap(by=LOADER, at=at)
