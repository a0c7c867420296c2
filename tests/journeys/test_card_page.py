"""The payment page of the demo's card provider, on a phone and on a desktop."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from config.demo.stripe import FakeStripe
from tests.config.demo.stripe.conftest import client_of, order

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [390, 1280])
def test_card_is_declined_then_accepted(browser: Browser, accessible: Callable[[Page], None], width: int) -> None:
    with FakeStripe() as fake:
        sessions = client_of(fake).v1.checkout.sessions
        session = sessions.create(order(success_url=f"{fake.url}/?paid", cancel_url=f"{fake.url}/"))
        page = browser.new_page(viewport={"width": width, "height": 900})
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.goto(session.url)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.get_by_role("button", name="Refuser la carte").click()
        assert page.get_by_role("alert").get_by_role("heading").inner_text() == "La carte a été refusée"
        accessible(page)
        page.get_by_role("button", name="Payer").click()
        page.wait_for_url(f"{fake.url}/?paid")
        assert sessions.retrieve(session.id).payment_status == "paid"
        page.goto(session.url)
        accessible(page)
        page.close()
        assert faults == []
