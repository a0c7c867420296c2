from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from registrations.actors import Actor, Role
from registrations.errors import Forbidden
from registrations.models import ApiToken, Entry, User
from registrations.people.actions import (
    change_profile,
    create_token,
    prove_address,
    register_person,
    revoke_token,
    sign_up,
)
from registrations.people.errors import AddressTaken, BadPhone, BadTokenTerms
from registrations.people.queries import live_token
from tests.factories.registrations import NOW, UserFactory
from tests.people import actor_for

pytestmark = pytest.mark.django_db
NOBODY = Actor(person=None, via="portal")


def token(person, *, by=None, scopes=("read",), life=timedelta(days=1)):
    return create_token(
        person=person, name="t", scopes=scopes, expires_at=NOW + life, by=by or actor_for(person), at=NOW
    )


def test_token_secret_is_kept_only_as_a_hash():
    person = UserFactory()

    made, secret = token(person)

    assert secret not in str(ApiToken.objects.filter(pk=made.pk).values().get())
    assert live_token(secret, at=NOW) == made


def test_token_for_somebody_else_is_refused_but_to_an_administrator():
    person, other = UserFactory.create_batch(2)

    with pytest.raises(Forbidden):
        token(person, by=actor_for(other))
    token(person, by=actor_for(other, Role.ADMINISTRATOR))


@pytest.mark.parametrize(
    ("scopes", "life"),
    [
        ((), timedelta(days=1)),
        (("all",), timedelta(days=1)),
        (("read",), timedelta(0)),
        (("read",), timedelta(days=400)),
    ],
)
def test_token_with_unknown_scopes_or_an_end_too_far_is_refused(scopes, life):
    with pytest.raises(BadTokenTerms):
        token(UserFactory(), scopes=scopes, life=life)


def test_revoking_twice_is_one_act_and_only_its_person_may():
    person = UserFactory()
    made, secret = token(person)

    with pytest.raises(Forbidden):
        revoke_token(made, by=actor_for(UserFactory()), at=NOW)
    for _again in range(2):
        revoke_token(made, by=actor_for(person), at=NOW)

    assert live_token(secret, at=NOW) is None
    assert Entry.objects.filter(action="people.revoke_token").count() == 1


def test_sign_up_with_an_address_in_use_is_refused():
    UserFactory(email="a@exemple.test")

    with pytest.raises(AddressTaken):
        sign_up(email="A@exemple.test", language="fr", by=NOBODY, at=NOW)


def test_sign_up_in_an_unknown_language_speaks_french():
    assert sign_up(email="a@exemple.test", language="de", by=NOBODY, at=NOW).language == "fr"


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": "b@exemple.test"}])
def test_record_with_an_account_or_disabled_is_not_claimed(fields):
    record = UserFactory(**{"email": None, "contact_email": "a@exemple.test"} | fields)

    assert sign_up(email="a@exemple.test", language="fr", by=NOBODY, at=NOW) != record


def test_proving_an_address_of_somebody_else_changes_nothing():
    UserFactory(email="b@exemple.test")
    record = UserFactory(email=None, contact_email="a@exemple.test")

    with pytest.raises(AddressTaken):
        prove_address(record, email="b@exemple.test", by=NOBODY, at=NOW)

    assert (User.objects.get(pk=record.pk).email, EmailAddress.objects.count()) == (None, 0)


def change(person, *, by=None, **fields):
    wanted = {"given_name": "Camille", "family_name": "Roy", "language": "en", "phone": "514 555 0123"}
    return change_profile(person, **wanted | fields, by=by or actor_for(person), at=NOW)


def test_profile_is_changed_and_the_journal_names_fields_without_their_values():
    person = change(UserFactory(given_name="Camille"))

    assert (person.family_name, person.language, person.phone) == ("Roy", "en", "514 555-0123")
    assert Entry.objects.get(action="people.change_profile").details == {"fields": ["family_name", "language", "phone"]}


def test_same_profile_again_leaves_no_trace():
    person = change(UserFactory())

    change(person)

    assert Entry.objects.filter(action="people.change_profile").count() == 1


def test_profile_of_somebody_else_is_refused():
    with pytest.raises(Forbidden):
        change(UserFactory(), by=actor_for(UserFactory(), Role.ADMINISTRATOR))


@pytest.mark.parametrize("phone", ["12", "abc", "0123"])
def test_incomplete_telephone_is_refused(phone):
    with pytest.raises(BadPhone):
        change(UserFactory(), phone=phone)


def test_name_keeps_neither_control_marks_nor_line_breaks():
    person = UserFactory()

    change(person, given_name="Zoé\x0b\r\nX:\u202e y", family_name="\u2066Roy\x1f")

    assert (person.given_name, person.family_name) == ("Zoé X: y", "Roy")


def test_name_of_nothing_but_marks_is_empty():
    person = UserFactory()

    change(person, given_name="\x07\u200b")

    assert person.given_name == ""


def test_address_that_another_account_proved_is_taken():
    EmailAddress.objects.create(user=UserFactory(), email="second@exemple.test", verified=True)

    with pytest.raises(AddressTaken):
        register_person(email="Second@exemple.test", by=actor_for(UserFactory(), Role.TRAINING_LEAD), at=NOW)
