"""A refusal raised outside any form is a page, never a broken one."""

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override

from config.middleware import RefusedPage
from registrations.errors import Conflict, Forbidden, NotFound
from registrations.people.errors import NotSignedIn

pytestmark = pytest.mark.django_db


def answer(error: Exception, path: str = "/formation/1/"):
    with override("fr"):
        return RefusedPage(lambda _request: None).process_exception(RequestFactory().get(path), error)


@pytest.mark.parametrize(("error", "status"), [(NotFound(), 404), (Forbidden(), 403), (Conflict(), 409)])
def test_refusal_has_its_status(error, status):
    assert answer(error).status_code == status


def test_refusal_says_its_sentence():
    html = answer(Forbidden()).content.decode()
    assert f"<h1>{Forbidden.title}</h1>" in html
    assert str(Forbidden.message) in html


def test_refusal_of_a_visitor_asks_to_sign_in():
    response = answer(NotSignedIn())
    assert (response.status_code, response["Location"]) == (302, "/comptes/login/?next=/formation/1/")


def test_other_errors_and_the_api_are_left_alone():
    assert answer(Http404()) is None
    assert answer(NotFound(), "/api/v1/formation") is None
