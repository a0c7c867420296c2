"""The register's models, each in its feature; this module only gathers them for Django."""

from registrations.accounting.models import (
    AccountingExport,
    AccountMap,
    Closing,
    Discrepancy,
    ProviderLine,
    Reconciliation,
)
from registrations.association.models import Association
from registrations.caching.models import CacheGeneration
from registrations.calendars.models import CalendarFeed
from registrations.certificates.models import Certificate, Revocation
from registrations.colloquium.models import Colloquium, Room, Slot, Speaker, Ticket, TicketType, Workshop
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.groups.models import Group, GroupDocument, GroupMeeting, Mandate
from registrations.idempotency.models import StoredAnswer
from registrations.imports.models import ImportBatch, ImportLine
from registrations.journal.models import DisclosedPerson, Disclosure, Entry, Incident, IncidentNote
from registrations.lists.models import BulkRow, BulkRun, SavedFilter
from registrations.memberships.models import (
    AdmissionCriterion,
    ApplicationCriterion,
    ApplicationDocument,
    ApplicationRequest,
    Membership,
    MembershipApplication,
    MembershipCategory,
    MembershipYear,
)
from registrations.messages.models import BouncedAddress, Message, OpenKind
from registrations.numbering.models import NumberSeries
from registrations.orders.models import (
    CancellationRequest,
    CreditNote,
    Invoice,
    InvoiceBalance,
    LineCredit,
    Order,
    OrderLine,
    TaxComponent,
    TaxProfile,
)
from registrations.organisations.models import (
    Affiliation,
    Contact,
    EmailDomain,
    Organisation,
    ServicePoint,
    Term,
)
from registrations.payments.models import (
    Checkout,
    DepositSlip,
    Dispute,
    Payment,
    Receipt,
    ReceiptReturn,
    Refund,
    StripeEvent,
)
from registrations.people.models import AddressProof, ApiToken, FormerAddress, User
from registrations.privacy.models import Consent, ConsentText, PrivacyRequest, Provider, Purge, Subscription
from registrations.promotions.models import Promotion, Redemption
from registrations.questions.models import Answer, Question
from registrations.receivables.models import Dunning, Reminder, ReminderLetter, ReminderPause, ReminderStep
from registrations.renewals.models import Campaign, Declaration, DuesBracket, DuesScale
from registrations.seats.models import SeatClaim, SeatPool
from registrations.staff.models import Invitation, InvitationWave, NameProposal, StaffConfirmation
from registrations.surveys.models import Survey, SurveyQuestion, SurveyReceipt, SurveyResponse
from registrations.writings.models import Writing, WritingFile, WritingRecipient

__all__ = [
    "AccountMap",
    "AccountingExport",
    "AddressProof",
    "AdmissionCriterion",
    "Affiliation",
    "Answer",
    "ApiToken",
    "ApplicationCriterion",
    "ApplicationDocument",
    "ApplicationRequest",
    "Association",
    "BouncedAddress",
    "BulkRow",
    "BulkRun",
    "CacheGeneration",
    "CalendarFeed",
    "Campaign",
    "CancellationRequest",
    "Certificate",
    "Checkout",
    "Closing",
    "Colloquium",
    "Consent",
    "ConsentText",
    "Contact",
    "CreditNote",
    "Declaration",
    "DepositSlip",
    "DisclosedPerson",
    "Disclosure",
    "Discrepancy",
    "Dispute",
    "DuesBracket",
    "DuesScale",
    "Dunning",
    "EmailDomain",
    "Entry",
    "Exhibitor",
    "ExhibitorPackage",
    "FormerAddress",
    "Group",
    "GroupDocument",
    "GroupMeeting",
    "ImportBatch",
    "ImportLine",
    "Incident",
    "IncidentNote",
    "Invitation",
    "InvitationWave",
    "Invoice",
    "InvoiceBalance",
    "LineCredit",
    "Mandate",
    "Membership",
    "MembershipApplication",
    "MembershipCategory",
    "MembershipYear",
    "Message",
    "NameProposal",
    "NumberSeries",
    "OpenKind",
    "Order",
    "OrderLine",
    "Organisation",
    "Payment",
    "PrivacyRequest",
    "Promotion",
    "Provider",
    "ProviderLine",
    "Purge",
    "Question",
    "Receipt",
    "ReceiptReturn",
    "Reconciliation",
    "Redemption",
    "Refund",
    "Reminder",
    "ReminderLetter",
    "ReminderPause",
    "ReminderStep",
    "Revocation",
    "Room",
    "SavedFilter",
    "SeatClaim",
    "SeatPool",
    "ServicePoint",
    "Slot",
    "Speaker",
    "StaffConfirmation",
    "StoredAnswer",
    "StripeEvent",
    "Subscription",
    "Survey",
    "SurveyQuestion",
    "SurveyReceipt",
    "SurveyResponse",
    "TaxComponent",
    "TaxProfile",
    "Term",
    "Ticket",
    "TicketType",
    "User",
    "Workshop",
    "Writing",
    "WritingFile",
    "WritingRecipient",
]
