"""Shapes of orders."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from ninja import Schema
from pydantic import Field, model_validator

from registrations.money import CURRENCY
from registrations.orders.actions import Estimate, Quoted
from registrations.orders.models import Invoice, LineKind, Order, OrderLine, OrderState, TaxCategory, TaxCode
from registrations.orders.rules import Totals, payable
from registrations.promotions.queries import Applied
from registrations.provinces import Province
from registrations.schemas import Count, In, Money, Slug

Quantity = Annotated[int, Field(ge=1, le=200)]


class AttendeeIn(In):
    """Who will come: oneself, or a colleague whose registrar one is."""

    person: UUID


class LineIn(In):
    """One thing ordered. Without attendees, one place ordered for oneself is one's own; others are named later.

    `complimentary_reason`: why the association's team offers it free; nobody else may. `terms_accepted`: whoever
    attends accepts the terms of what is ordered, where it has any.
    """

    kind: LineKind
    item: UUID
    quantity: Quantity = 1
    attendees: Annotated[list[AttendeeIn], Field(max_length=200)] = []
    complimentary_reason: Annotated[str, Field(max_length=200)] = ""
    terms_accepted: bool = False


class PayerIn(In):
    """The organisation that pays, or the person for whom the team orders; without either, who orders pays."""

    organisation: Slug | None = None
    person: UUID | None = None

    @model_validator(mode="after")
    def one(self) -> "PayerIn":
        if (self.organisation is None) == (self.person is None):
            raise ValueError
        return self


class QuoteIn(In):
    """What would be ordered, and by whom paid: the price of now. `promotion_code` is one code, in any case.

    `province` is where the buyer is, when we do not know it: `province-unknown` asks for it. `ZZ`: outside Canada.
    """

    lines: Annotated[list[LineIn], Field(min_length=1, max_length=20)]
    payer: PayerIn | None = None
    promotion_code: Annotated[str, Field(max_length=40)] = ""
    province: Province | None = None


class OrderIn(QuoteIn):
    """`expected_total_cents` is the total that the buyer saw: another one is refused with the new price.

    `on_account`: invoice the organisation now, to be paid later.
    """

    on_account: bool = False
    purchase_order: Annotated[str, Field(max_length=40)] = ""
    expected_total_cents: Count | None = None
    language: Literal["fr", "en"] | None = None


class LineOut(Schema):
    id: UUID
    kind: LineKind
    item: UUID
    description: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    basis: str
    complimentary_reason: str
    tax_category: TaxCategory
    accounting_code: str
    attendees: list[UUID]

    @classmethod
    def of(cls, line: OrderLine) -> "LineOut":
        return cls(
            id=line.uuid,
            kind=line.kind,
            item=line.item_uuid,
            description=line.description,
            quantity=line.quantity,
            unit_price=Money.of(line.unit_price_cents),
            discount=Money.of(line.discount_cents),
            total=Money.of(line.total_cents),
            basis=line.basis,
            complimentary_reason=line.offered_reason,
            tax_category=line.tax_category,
            accounting_code=line.accounting_code,
            attendees=line.attendees,
        )


class TaxOut(Schema):
    component: TaxCode
    base_cents: int
    rate: str
    amount_cents: int
    number: str


class TotalsOut(Schema):
    """Flat amounts in cents, in one currency; `taxes` says how each was computed."""

    taxable_cents: int
    exempt_cents: int
    gst_cents: int
    qst_cents: int
    hst_cents: int
    total_cents: int
    currency: str = CURRENCY
    taxes: list[TaxOut]

    @classmethod
    def of(cls, sums: Order | Totals) -> "TotalsOut":
        """The sums of an order, or of an estimate."""
        taxes = sums.taxes if isinstance(sums, Order) else [tax.as_data() for tax in sums.taxes]
        amounts = {tax["component"]: tax["amount_cents"] for tax in taxes}
        return cls(
            taxable_cents=sums.taxable_cents,
            exempt_cents=sums.exempt_cents,
            gst_cents=amounts.get(TaxCode.GST, 0),
            qst_cents=amounts.get(TaxCode.QST, 0),
            hst_cents=amounts.get(TaxCode.HST, 0),
            total_cents=sums.total_cents,
            taxes=taxes,
        )


class QuotedLineOut(Schema):
    """A line at the price of now; `total` is what is left after `discount`, before taxes."""

    kind: LineKind
    item: UUID
    description: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    basis: str
    tax_category: TaxCategory

    @classmethod
    def of(cls, line: Quoted) -> "QuotedLineOut":
        return cls(
            kind=line.wanted.kind,
            item=line.wanted.item,
            description=line.quote.description,
            quantity=line.wanted.quantity,
            unit_price=Money.of(line.quote.unit_price_cents),
            discount=Money.of(line.discount_cents),
            total=Money.of(line.total_cents),
            basis=line.basis,
            tax_category=line.profile.category,
        )


class PromotionOut(Schema):
    """The code that applies, and what it takes off; `capped` when it is what is left of its budget."""

    code: str
    name: str
    discount: Money
    capped: bool

    @classmethod
    def of(cls, applied: Applied) -> "PromotionOut":
        code = applied.promotion
        return cls(code=code.code, name=code.name, discount=Money.of(applied.cents), capped=applied.is_capped)


class QuoteOut(Schema):
    """What the order would cost now. Send `totals.total_cents` back as `expected_total_cents` to place it."""

    lines: list[QuotedLineOut]
    totals: TotalsOut
    promotion: PromotionOut | None
    may_be_invoiced: bool

    @classmethod
    def of(cls, priced: Estimate) -> "QuoteOut":
        return cls(
            lines=[QuotedLineOut.of(line) for line in priced.lines],
            totals=TotalsOut.of(priced.totals),
            promotion=PromotionOut.of(priced.applied) if priced.applied else None,
            may_be_invoiced=priced.may_be_invoiced,
        )


class InvoiceOut(Schema):
    number: str
    issued_at: datetime
    due_on: date
    total: Money
    paid: Money
    credited: Money
    due: Money
    pdf_url: str

    @classmethod
    def of(cls, invoice: Invoice, order: Order) -> "InvoiceOut":
        return cls(
            number=invoice.label,
            issued_at=invoice.issued_at,
            due_on=invoice.due_on,
            total=Money.of(invoice.total_cents),
            paid=Money.of(invoice.balance.paid_cents),
            credited=Money.of(invoice.balance.credited_cents),
            due=Money.of(invoice.balance.due_cents),
            pdf_url=f"{settings.SITE_URL}/api/v1/orders/{order.code}/invoice.pdf",
        )


class PayerOut(Schema):
    """A person (`organisation` is null) or an organisation."""

    organisation: str | None
    name: str


class OrderOut(Schema):
    """`checkout_url` is where to send the buyer to pay by card; null when there is nothing to pay."""

    code: str
    state: OrderState
    placed_at: datetime | None
    expires_at: datetime | None
    settled_at: datetime | None
    on_account: bool
    purchase_order: str
    promotion_code: str
    payer: PayerOut
    lines: list[LineOut]
    totals: TotalsOut
    invoice: InvoiceOut | None
    checkout_url: str | None

    @classmethod
    def of(cls, order: Order, *, invoices: Sequence[Invoice] | None = None) -> "OrderOut":
        """An order with its payer, lines and invoices in hand; `invoices` when they are known otherwise."""
        owner = order.organisation
        invoices = order.invoices.all() if invoices is None else invoices
        return cls(
            code=order.code,
            state=order.state,
            placed_at=order.placed_at,
            expires_at=order.expires_at,
            settled_at=order.settled_at,
            on_account=order.on_account,
            purchase_order=order.purchase_order,
            promotion_code=order.promotion_code,
            payer=PayerOut(organisation=owner.slug if owner else None, name=str(owner or order.person)),
            lines=[LineOut.of(line) for line in order.lines.all()],
            totals=TotalsOut.of(order),
            invoice=InvoiceOut.of(invoices[0], order) if invoices else None,
            checkout_url=checkout_url(order),
        )


def checkout_url(order: Order) -> str | None:
    """Our own page, which opens the provider's."""
    if not payable(state=order.state, total_cents=order.total_cents):
        return None
    return f"{settings.SITE_URL}/commandes/{order.code}/payer"
