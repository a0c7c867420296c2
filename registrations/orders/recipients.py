"""Who answers for orders and invoices, for whoever writes about them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from registrations.money import spelled
from registrations.orders.models import Invoice, Order
from registrations.organisations.models import Affiliation
from registrations.writings.registry import Addressee, Source, to_person

FIELDS = {
    "commande": _("code of the order"),
    "montant": _("its total"),
    "organisme": _("name of the organisation"),
}


def _of_orders(keys: Collection[int], _audience: str, on: date) -> Mapping[int, list[Addressee]]:
    orders = Order.objects.select_related("person", "organisation", "placed_by").filter(pk__in=keys)
    return _payers(list(orders), on)


def _of_invoices(keys: Collection[int], _audience: str, on: date) -> Mapping[int, list[Addressee]]:
    rows = Invoice.objects.select_related("order__person", "order__organisation", "order__placed_by")
    invoices = list(rows.filter(pk__in=keys))
    payers = _payers([invoice.order for invoice in invoices], on)
    return {invoice.pk: payers.get(invoice.order_id, []) for invoice in invoices}


def _payers(orders: list[Order], on: date) -> dict[int, list[Addressee]]:
    """The person who buys; for an organisation its billing address, who placed the order, else its registrars."""
    paying = [order.organisation_id for order in orders if order.organisation_id]
    registrars = defaultdict(list)
    posts = Affiliation.objects.live(on=on).select_related("person").filter(organisation__in=paying, is_registrar=True)
    for post in posts.order_by("pk"):
        registrars[post.organisation_id].append(post.person)
    return {order.pk: list(_of_order(order, registrars.get(order.organisation_id or 0, []))) for order in orders}


def _of_order(order: Order, registrars: list) -> list[Addressee]:
    said = {"commande": order.code, "montant": spelled(order.total_cents, order.language)}
    if order.person:
        return [to_person(order.person, fields=said)]
    organisation = order.organisation
    if organisation is None:
        return []
    if organisation.billing_email:
        fields = {**said, "organisme": organisation.name}
        return [Addressee(None, organisation.billing_email, order.language, organisation.pk, fields)]
    people = [order.placed_by] if order.placed_by else registrars
    return [to_person(person, organisation=organisation, fields=said) for person in people]


SOURCES = {
    "registrations.Order": Source(_of_orders, FIELDS, audiences={"payer": _("Those who pay")}),
    "registrations.Invoice": Source(_of_invoices, FIELDS, audiences={"payer": _("Those who pay")}),
}
