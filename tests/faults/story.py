"""The whole way of an order and its money, by the doors: what the killed process does, and what comes after."""

import hashlib
import hmac
import json
import re
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from tests.faults.steps import Steps

KEY = "one-order"


def seed() -> dict[str, Any]:
    """What stands before: an association that mails, a paid ticket with two seats, somebody who buys."""
    from registrations.association.models import Association
    from registrations.models import TicketType, User
    from tests.factories.registrations import UserFactory
    from tests.factories.sales import TicketTypeFactory, on_sale_now, quebec_taxes
    from tests.people import with_role

    sender = {"sender_email": "info@axtra.test", "email": "info@axtra.test", "name": "AXTRA"}
    Association.objects.update_or_create(pk=1, defaults=sender | {"mails_opened_at": timezone.now()})
    quebec_taxes()
    on_sale_now(TicketTypeFactory(pool__capacity=2))
    UserFactory(email="camille@exemple.test")
    with_role(UserFactory(email="comptabilite@exemple.test"), "accounting")
    return {"users": User.objects.count(), "types": TicketType.objects.count()}


def set_clock(*, seconds: float) -> None:
    """From now on it is so many seconds later, here and at the provider."""
    real = timezone.now
    timezone.now = lambda: real() + timedelta(seconds=seconds)
    ask("/_control/clock", {"advance": seconds})


# The buyer, the provider and the worker.


def live(steps: Steps) -> dict[str, Any]:
    """Order, pay, be told, work off. Done again after a kill, it goes on from where it was."""
    buyer = _signed_in("camille@exemple.test")
    steps.armed = True
    code = _ordered(buyer)
    _paid(buyer, code)
    work_off()
    tell_everything()
    work_off()
    _given_back(code)
    tell_everything()
    work_off()
    return {"code": code, "steps": steps.seen}


def _signed_in(email: str) -> Client:
    from registrations.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def _ordered(buyer: Client) -> str:
    from registrations.models import TicketType

    line = {"kind": "ticket", "item": str(TicketType.objects.get().uuid), "quantity": 1}
    headers = {"Idempotency-Key": KEY}
    answer = buyer.post("/api/v1/orders", {"lines": [line]}, content_type="application/json", headers=headers)
    assert answer.status_code == 201, answer.content
    code: str = answer.json()["code"]
    return code


def _paid(buyer: Client, code: str) -> None:
    answer = buyer.post(f"/commandes/{code}/payer")
    if answer.status_code == 409:  # paid already
        return
    page = answer["Location"]
    form = urlencode({"action": "pay"}).encode()
    opener = urllib.request.build_opener(_Staying)
    opener.open(urllib.request.Request(page, form)).close()


class _Staying(urllib.request.HTTPRedirectHandler):
    """The page sends the buyer back to our site, which has no server here."""

    def http_error_303(self, _request: Any, fp: Any, *_rest: Any) -> Any:
        return fp


def _given_back(code: str) -> None:
    """Accounting credits and refunds the order, unless it sees that this was asked; the worker sends what waits."""
    from registrations.actors import Actor
    from registrations.models import CreditNote, Order, User
    from registrations.payments.actions import refund_order
    from registrations.payments.jobs import sweep_refunds

    by = Actor(person=User.objects.get(email="comptabilite@exemple.test"), roles=frozenset({"accounting"}))
    if not CreditNote.objects.exists():
        order = Order.objects.get(code=code)
        refund_order(order=order, reason="Annulé", give_back=True, by=by, at=timezone.now())
    sweep_refunds.call_local()


def tell_everything() -> None:
    """Every event of the provider reaches the webhook, the oldest first."""
    for event in reversed(ask("/v1/events?limit=100")["data"]):
        body, at = json.dumps(event).encode(), int(time.time())
        secret = settings.STRIPE_WEBHOOK_SECRET.encode()
        mark = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={at},v1={mark}"}
        answer = Client().post("/webhooks/stripe", body, content_type="application/json", headers=headers)
        assert answer.status_code == 200


def work_off() -> None:
    """The worker does what its queue holds."""
    while task := HUEY.dequeue():
        HUEY.execute(task)


def ask(path: str, body: Any = None) -> Any:
    """The provider, by HTTP, without our gateway."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer sk_test_suite"}
    request = urllib.request.Request(settings.STRIPE_API_BASE + path, data, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


# After the kill, in a fresh process.


def sweep(*, hours: float) -> None:
    """Every periodic job of money and mails, again and again while time passes."""
    from registrations.messages.jobs import sweep_messages
    from registrations.orders.jobs import expire_orders
    from registrations.payments import jobs

    sweeps = [getattr(jobs, name) for name in dir(jobs) if name.startswith("sweep_")]
    for share in (0.05, 0.3, 1):
        set_clock(seconds=hours * 3600 * share)
        for job in (expire_orders, *sweeps, sweep_messages):
            job.call_local()
        work_off()


def finish(*, comes_back: bool) -> dict[str, Any]:
    """What repairs it: the buyer who tries again and the events that are sent again, or the sweeps alone."""
    if comes_back:
        live(Steps(0))
    sweep(hours=3)
    before = facts()
    tell_everything()
    work_off()
    return {"facts": before, "same after all events": facts() == before}


def facts() -> dict[str, Any]:
    """What the rows say, as data."""
    from registrations.models import (
        Checkout,
        CreditNote,
        Invoice,
        InvoiceBalance,
        Message,
        NumberSeries,
        Order,
        Payment,
        Refund,
        StripeEvent,
    )
    from registrations.orders.documents import invoice_pdf
    from registrations.orders.queries import overdue_orders
    from registrations.seats.models import SeatPool
    from registrations.seats.queries import miscounted_pools

    balances = InvoiceBalance.objects.values_list("total_cents", "paid_cents", "credited_cents")
    money = Payment.objects.values_list("reference", "captured_cents", "refunded_cents", "refund_due_cents")
    return {
        "orders": list(Order.objects.order_by("pk").values_list("state", flat=True)),
        "stuck": overdue_orders(at=timezone.now()),
        "taken": SeatPool.objects.get().taken,
        "miscounted": miscounted_pools(),
        "balances": [list(row) for row in balances],
        "payments": sorted(list(row) for row in money),
        "numbers": [[str(row) for row in model.objects.order_by("number")] for model in (Invoice, CreditNote)],
        "series": dict(NumberSeries.objects.values_list("name", "last")),
        "unsent": list(Message.objects.exclude(state__in=["sent", "cancelled"]).values_list("kind", "state", "error")),
        "refunds": list(Refund.objects.values_list("state", flat=True)),
        "mails": _mails(),
        "events": list(StripeEvent.objects.filter(state__in=["waiting", "failed"]).values_list("kind", "error")),
        "pages": Checkout.objects.filter(closed_at=None).count(),
        "papers": [invoice_pdf(invoice)[-6:].strip().decode() for invoice in Invoice.objects.all()],
    }


def _mails() -> dict[str, int]:
    """How many times each mail left, by its Message-ID."""
    found: dict[str, int] = {}
    for path in Path(settings.EMAIL_FILE_PATH).glob("*"):
        for name in re.findall(r"^Message-ID: (\S+)", path.read_text(errors="replace"), re.MULTILINE | re.IGNORECASE):
            found[name] = found.get(name, 0) + 1
    return found


def at_home(*, database: str, folder: str, provider: str) -> None:
    """This process works with this database, these files and this provider."""
    connection.settings_dict["NAME"] = database
    settings.PRIVATE_ROOT = f"{folder}/private"
    settings.MEDIA_ROOT = f"{folder}/public"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = f"{folder}/mails"
    settings.STRIPE_API_BASE = provider
    settings.ALLOWED_HOSTS = ["*"]
    Path(folder, "mails").mkdir(exist_ok=True)
