"""A running fake of the card provider, spoken to over HTTP by the real SDK."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.demo.stripe import FakeStripe
from registrations.payments.gateway import client
from registrations.payments.rules import SessionFact
from tests.factories.sales import TicketTypeFactory, quebec_taxes


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeStripe]:
    with FakeStripe() as running:
        settings.STRIPE_API_BASE = running.url
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second try when the provider fails: the tests of failures do not wait."""
    monkeypatch.setattr(client, "RETRIES", 0)
    client.client.cache_clear()
    yield
    client.client.cache_clear()


@pytest.fixture
def ticket_type() -> Any:
    quebec_taxes()
    return TicketTypeFactory()


def fact_of(order: Any, **changes: Any) -> SessionFact:
    """A page paid in full."""
    given = {
        "session_id": "cs_test_1",
        "url": "",
        "status": "complete",
        "paid": True,
        "cents": order.total_cents,
        "currency": "cad",
        "order_uuid": str(order.uuid),
        "reference": "pi_1",
    }
    return SessionFact(**given | changes)
