"""The register's menus: Colloque, Adhésions, Finances, Contacts, Renseignements personnels."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from registrations.accounting.viewsets import (
    AccountsViewSet,
    ClosingViewSet,
    DashboardViewSet,
    DiscrepancyViewSet,
    ExportViewSet,
    ReconciliationDayViewSet,
    ReconciliationViewSet,
)
from registrations.actors import Role
from registrations.association.viewsets import AssociationViewSet
from registrations.colloquium.models import TicketType
from registrations.colloquium.viewsets import (
    ColloquiumViewSet,
    RoomViewSet,
    SlotViewSet,
    SpeakerViewSet,
    TicketTypeViewSet,
    TicketViewSet,
    WorkshopViewSet,
)
from registrations.exhibitors.viewsets import ExhibitorPackageViewSet, ExhibitorViewSet
from registrations.groups.viewsets import (
    GroupDocumentViewSet,
    GroupMeetingViewSet,
    GroupViewSet,
    MandateViewSet,
)
from registrations.imports.viewsets import ImportBatchViewSet
from registrations.journal.viewsets import DisclosureViewSet, EntryViewSet, IncidentViewSet
from registrations.memberships.viewsets import (
    CriterionViewSet,
    MembershipApplicationViewSet,
    MembershipCategoryViewSet,
    MembershipViewSet,
    MembershipYearViewSet,
    StandingViewSet,
)
from registrations.messages.viewsets import BouncedAddressViewSet, MailTapViewSet, MessageViewSet
from registrations.orders.viewsets import (
    CancellationRequestViewSet,
    CreditNoteViewSet,
    InvoiceViewSet,
    OrderForViewSet,
    OrderViewSet,
    RegistrationViewSet,
    TaxComponentViewSet,
    TaxProfileViewSet,
    TaxTableViewSet,
)
from registrations.organisations.viewsets import (
    AffiliationViewSet,
    ContactViewSet,
    OrganisationViewSet,
    ServicePointViewSet,
    TermViewSet,
)
from registrations.payments.viewsets import DisputeViewSet, PaymentViewSet, RefundViewSet, StripeEventViewSet
from registrations.people.viewsets import PersonViewSet
from registrations.privacy.viewsets import (
    ConsentTextViewSet,
    ConsentViewSet,
    DossierViewSet,
    PrivacyRequestViewSet,
    ProviderViewSet,
    PurgeViewSet,
    SubscriptionViewSet,
)
from registrations.promotions.viewsets import PromotionViewSet
from registrations.questions.viewsets import ask_from
from registrations.receivables.viewsets import (
    DepositSlipViewSet,
    DunningViewSet,
    OwedViewSet,
    PauseViewSet,
    ReceiptViewSet,
    ReminderLetterViewSet,
    ReminderStepViewSet,
    link_pages,
)
from registrations.renewals.viewsets import CampaignViewSet, DeclarationViewSet, DuesScaleViewSet
from registrations.staff.viewsets import InvitationViewSet, InvitationWaveViewSet, StaffListViewSet
from registrations.team.viewsets import TeamViewSet
from registrations.viewsets import MORE_BULKS, TradeGroup
from registrations.writings.viewsets import WritingViewSet, writing_acts

MORE_BULKS.append(writing_acts)
link_pages()

ask_from(TicketType, "registrations.tickettype", page="forfaits", roles=(Role.EVENT_LEAD,))


class ColloquiumGroup(TradeGroup):
    menu_label = _("Colloquium")
    menu_name = "colloque"
    menu_icon = "date"
    menu_order = 230
    items = (
        ColloquiumViewSet,
        TicketTypeViewSet,
        TicketViewSet,
        WorkshopViewSet,
        SlotViewSet,
        RoomViewSet,
        SpeakerViewSet,
        ExhibitorPackageViewSet,
        ExhibitorViewSet,
    )


class MembershipsGroup(TradeGroup):
    menu_label = _("Memberships")
    menu_name = "adhesions"
    menu_icon = "success"
    menu_order = 240
    items = (
        MembershipApplicationViewSet,
        MembershipViewSet,
        CampaignViewSet,
        DeclarationViewSet,
        DuesScaleViewSet,
        MembershipYearViewSet,
        MembershipCategoryViewSet,
        CriterionViewSet,
    )


class FinancesGroup(TradeGroup):
    menu_label = _("Finances")
    menu_name = "finances"
    menu_icon = "decimal"
    menu_order = 250
    items = (
        DashboardViewSet,
        OrderViewSet,
        InvoiceViewSet,
        CreditNoteViewSet,
        CancellationRequestViewSet,
        PaymentViewSet,
        RefundViewSet,
        DisputeViewSet,
        OwedViewSet,
        PromotionViewSet,
        OrderForViewSet,
        ReceiptViewSet,
        DepositSlipViewSet,
        DunningViewSet,
        ReminderStepViewSet,
        ReminderLetterViewSet,
        PauseViewSet,
        RegistrationViewSet,
        TaxProfileViewSet,
        TaxComponentViewSet,
        TaxTableViewSet,
        StripeEventViewSet,
        ReconciliationViewSet,
        DiscrepancyViewSet,
        ReconciliationDayViewSet,
        ExportViewSet,
        AccountsViewSet,
        ClosingViewSet,
    )


class ContactsGroup(TradeGroup):
    menu_label = _("Contacts")
    menu_name = "contacts"
    menu_icon = "group"
    menu_order = 260
    items = (
        OrganisationViewSet,
        PersonViewSet,
        AffiliationViewSet,
        StandingViewSet,
        ServicePointViewSet,
        ContactViewSet,
        StaffListViewSet,
        InvitationWaveViewSet,
        InvitationViewSet,
        GroupViewSet,
        MandateViewSet,
        GroupMeetingViewSet,
        GroupDocumentViewSet,
        TermViewSet,
        ImportBatchViewSet,
        WritingViewSet,
        MessageViewSet,
        BouncedAddressViewSet,
        EntryViewSet,
    )


class PrivacyGroup(TradeGroup):
    menu_label = _("Personal data")
    menu_name = "renseignements-personnels"
    menu_icon = "lock"
    menu_order = 270
    items = (
        PrivacyRequestViewSet,
        DossierViewSet,
        SubscriptionViewSet,
        ConsentViewSet,
        ConsentTextViewSet,
        DisclosureViewSet,
        IncidentViewSet,
        PurgeViewSet,
        ProviderViewSet,
    )


@hooks.register("register_admin_viewset")
def register_trades() -> list[Any]:
    trades = [ColloquiumGroup(), MembershipsGroup(), FinancesGroup(), ContactsGroup(), PrivacyGroup()]
    return [*trades, AssociationViewSet(), TeamViewSet(), MailTapViewSet()]
