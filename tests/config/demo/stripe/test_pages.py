from collections.abc import Callable

import pytest
import stripe

from config.demo.stripe import FakeStripe
from config.demo.stripe.texts import ENGLISH, FRENCH, money

from .conftest import Page, client_of, order

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("cents", "currency", "language", "shown"),
    [
        (123_456, "cad", "fr-CA", f"1{NBSP}234,56{NBSP}$"),
        (123_456_789, "cad", "fr-CA", f"1{NBSP}234{NBSP}567,89{NBSP}$"),
        (50, "cad", "fr-CA", f"0,50{NBSP}$"),
        (123_456, "cad", "en-CA", "$1,234.56"),
        (5_000, "usd", "fr-CA", f"50,00{NBSP}USD"),
        (5_000, "eur", "en-CA", f"50.00{NBSP}EUR"),
    ],
)
def test_money(cents: int, currency: str, language: str, shown: str) -> None:
    assert money(cents, currency, language) == shown


def test_both_languages_say_the_same_things() -> None:
    assert FRENCH.keys() == ENGLISH.keys()
    assert [word for word in FRENCH.values() if " :" in word] == []


def test_page_shows_what_is_paid_and_that_no_money_moves(
    session: stripe.checkout.Session, browse: Callable[..., Page]
) -> None:
    page = browse(session.url)
    assert page.status == 200
    assert '<html lang="fr-CA">' in page.html
    assert FRENCH["banner"] in page.html
    assert f"Billet, journée du 3 juin<small>2 × 100,00{NBSP}$</small></th><td>200,00{NBSP}$</td>" in page.html
    assert f'name="action" value="pay">Payer 229,95{NBSP}$</button>' in page.html
    assert 'href="http://localhost:8000/orders/7">Annuler et revenir</a>' in page.html
    assert "<script" not in page.html


def test_page_escapes_what_it_was_given(client: stripe.StripeClient, browse: Callable[..., Page]) -> None:
    params = order(cancel_url="http://a.ca/?x=1&y=%22>")
    params["line_items"][0]["price_data"]["product_data"] = {"name": "<b>&", "description": "<i>"}
    page = browse(client.v1.checkout.sessions.create(params).url)
    assert "&lt;b&gt;&amp;<small>&lt;i&gt;</small>" in page.html
    assert 'href="http://a.ca/?x=1&amp;y=%22&gt;"' in page.html


def test_paying_goes_to_an_address_of_any_letters(client: stripe.StripeClient, browse: Callable[..., Page]) -> None:
    session = client.v1.checkout.sessions.create(order(success_url="http://a.ca/payé?x=%20&s={CHECKOUT_SESSION_ID}"))
    assert browse(session.url, action="pay").location == f"http://a.ca/pay%C3%A9?x=%20&s={session.id}"


@pytest.mark.parametrize(
    ("locale", "browser", "lang"),
    [("fr", "en", "fr-CA"), ("en", "fr", "en-CA"), ("auto", "en-US,en", "en-CA"), ("auto", "de", "fr-CA")],
)
def test_page_speaks_the_language_of_the_session(
    client: stripe.StripeClient, browse: Callable[..., Page], locale: str, browser: str, lang: str
) -> None:
    session = client.v1.checkout.sessions.create(order(locale=locale))
    assert f'<html lang="{lang}">' in browse(session.url, language=browser).html


def test_unknown_and_expired_pages_explain(
    fake: FakeStripe, session: stripe.checkout.Session, browse: Callable[..., Page]
) -> None:
    missing = browse(f"{fake.url}/pay/cs_test_nothing")
    assert (missing.status, FRENCH["unknown"] in missing.html) == (404, True)
    fake.advance(86_400)
    expired = browse(session.url, action="pay")
    assert (expired.status, FRENCH["expired"] in expired.html) == (410, True)
    assert client_of(fake).v1.payment_intents.list().data == []


def test_page_asks_for_an_email_when_the_order_gave_none(
    client: stripe.StripeClient, browse: Callable[..., Page]
) -> None:
    params = order()
    del params["customer_email"]
    session = client.v1.checkout.sessions.create(params)
    assert session.customer_details is None
    refused = browse(session.url, action="pay", email='a"b')
    assert (refused.status, FRENCH["email_wrong"] in refused.html) == (200, True)
    assert 'value="a&quot;b"' in refused.html
    assert browse(session.url, action="pay", email=" camille@exemple.ca ").status == 303
    paid = client.v1.checkout.sessions.retrieve(session.id)
    assert (paid.payment_status, paid.customer_details.email) == ("paid", "camille@exemple.ca")
