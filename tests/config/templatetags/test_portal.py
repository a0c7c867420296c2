"""What templates say: typography to the letter in both languages, states in words, fields tied to their errors."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils.translation import override

from config.templatetags.portal import message_level
from registrations.models import SeatPool

NINE = datetime(2021, 2, 16, 14, tzinfo=UTC)
NOON = datetime(2021, 2, 16, 17, tzinfo=UTC)


def shown(source: str, *, language: str = "fr", **context: object) -> str:
    with override(language):
        return Template("{% load portal %}" + source).render(Context(context)).strip()


def test_spelled_date_of_an_instant():
    words = "mardi 16\u00a0février\u00a02021 à 9\u00a0h (heure de Montréal)"
    assert shown("{% spelled_date at zone=True %}", at=NINE) == (
        f'<time datetime="2021-02-16T14:00:00+00:00">{words}</time>'
    )


def test_spelled_date_of_a_day_in_english():
    assert shown("{% spelled_date day weekday=False %}", day=date(2021, 3, 1), language="en") == (
        '<time datetime="2021-03-01">March 1, 2021</time>'
    )


def test_spelled_period():
    assert shown("{% spelled_period a b %}", a=NINE, b=NOON) == (
        '<time datetime="2021-02-16T14:00:00+00:00">mardi 16\u00a0février\u00a02021, de 9\u00a0h à 12\u00a0h</time>'
    )


def test_spelled_hours():
    assert shown("{% spelled_hours a b %}", a=NINE, b=NOON) == "9\u00a0h – 12\u00a0h"


@pytest.mark.parametrize(("language", "words"), [("fr", "1\u00a0234,56\u00a0$"), ("en", "$1,234.56")])
def test_money(language: str, words: str):
    assert shown("{% money 123456 %}", language=language) == words


def test_price_of_nothing_is_a_word():
    assert shown("{% price 0 taxes=True %}") == '<p class="price">Gratuit</p>'


@pytest.mark.parametrize(
    ("pool", "sentence"),
    [
        (SeatPool(capacity=40, taken=12), "28\u00a0places disponibles"),
        (SeatPool(capacity=40, taken=39), "1\u00a0place disponible"),
        (SeatPool(capacity=40, taken=40, waiting=3), "Complet\u00a0: liste d’attente ouverte"),
        (SeatPool(capacity=40, taken=2, waiting=3), "Complet\u00a0: liste d’attente ouverte"),
        (SeatPool(capacity=None, taken=2), "Places disponibles"),
        (SeatPool(capacity=40, taken=2, closed=True), "Les inscriptions sont fermées"),
    ],
)
def test_seats_say_what_one_can_do(pool: SeatPool, sentence: str):
    assert f"<strong>{sentence}</strong>" in shown("{% seats pool %}", pool=pool)


def test_active_marks_the_page_and_its_section():
    request = RequestFactory().get("/formation/seances/")
    links = '{% active "/formation/" %}|{% active "/formation/seances/" %}|{% active "/magazine/" %}'
    assert shown(links, request=request) == 'aria-current="true"| aria-current="page"|'


def test_icon_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in shown('{% icon "calendar" %}')


def test_address_of_a_page_that_the_site_has_not():
    assert shown('{% address "nowhere:page" otherwise="/formation/" %}') == "/formation/"
    assert shown('{% address "home" otherwise="/ailleurs/" %}') == "/"


def test_message_level_of_an_error_is_a_refusal():
    levels = [constants.INFO, constants.SUCCESS, constants.WARNING, constants.ERROR]
    assert [message_level(Message(level, "")) for level in levels] == ["info", "success", "warning", "refusal"]


class Question(forms.Form):
    email = forms.EmailField(label="Courriel", help_text="Pour vous répondre.")
    mode = forms.ChoiceField(label="Mode", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="J’accepte", required=False)
    remarks = forms.CharField(label="Remarques", required=False)


def test_form_ties_help_and_error_to_the_field():
    html = shown("{% form_fields form %}", form=Question({"email": "camille"}))
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert '<div class="help" id="id_email_helptext">Pour vous répondre.</div>' in html
    assert '<div class="error" id="id_email_error">' in html
    assert 'value="camille"' in html


def test_form_groups_choices_and_says_what_is_optional():
    html = shown("{% form_fields form %}", form=Question())
    assert "<legend>Mode</legend>" in html
    assert '<label for="id_remarks">Remarques <span class="optional">(facultatif)</span></label>' in html
    assert '<label for="id_agreed">J’accepte</label>' in html


def test_error_summary_leads_to_each_field():
    summary = '{% include "portal/components/error_summary.html" %}'
    assert shown(summary, form=Question()) == ""
    html = shown(summary, form=Question({"email": ""}))
    assert "Il y a 2\u00a0problèmes" in html
    assert '<a href="#id_email">Courriel – Ce champ est obligatoire.</a>' in html


def test_pagination_keeps_the_filters():
    request = RequestFactory().get("/formation/?mode=online&page=2")
    page = RequestContext(request, {"page": Paginator(range(60), 20).page(2)})
    html = Template('{% include "portal/components/pagination.html" %}').render(page)
    assert 'href="?mode=online&amp;page=1"' in html
    assert 'href="?mode=online&amp;page=3"' in html


@pytest.mark.parametrize(
    ("language", "size", "words"),
    [
        ("fr", 18_500, "18,5\u00a0ko"),
        ("fr", 2_400_000, "2,4\u00a0Mo"),
        ("en", 18_500, "18.5\u00a0KB"),
        ("en", 2_400_000, "2.4\u00a0MB"),
    ],
)
def test_file_size_in_words(language, size, words):
    with override(language):
        assert Template("{% load portal %}{% file_size size %}").render(Context({"size": size})) == words
