"""Words: placed, archived, merged, removed; whoever has them is found by them."""

from datetime import UTC, datetime

import pytest

from registrations.actors import Actor, Role, Via
from registrations.journal.models import Entry
from registrations.models import Organisation, Term
from registrations.organisations.actions import (
    archive_term,
    change_term,
    merge_terms,
    place_term,
    register_term,
    remove_term,
    restore_term,
)
from registrations.organisations.errors import TermInUse, TermsDiffer, TermTaken
from registrations.people.errors import RegisterNotYours
from tests.factories.registrations import OrganisationFactory, TermFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
ACT = {"by": Actor(person=None, roles=frozenset({Role.ACCOUNTING}), via=Via.ADMIN), "at": AT}


@pytest.fixture
def words():
    return [register_term(kind="measure", name_fr=name, **ACT) for name in ("SAE", "PPE", "ICTE")]


def in_order():
    return list(Term.objects.filter(kind="measure").values_list("name_fr", flat=True))


def test_words_come_in_the_order_in_which_they_were_added_or_placed(words):
    assert in_order() == ["SAE", "PPE", "ICTE"]
    place_term(term=words[2], after=None, **ACT)
    assert in_order() == ["ICTE", "SAE", "PPE"]
    place_term(term=words[2], after=words[0], **ACT)
    assert in_order() == ["SAE", "ICTE", "PPE"]
    with pytest.raises(TermsDiffer):
        place_term(term=words[0], after=TermFactory(kind="network"), **ACT)


def test_a_word_twice_is_refused(words):
    with pytest.raises(TermTaken):
        register_term(kind="measure", name_fr="sae", **ACT)
    assert Term.objects.count() == 3


def test_a_reworded_word_finds_its_holders(words):
    organisation = OrganisationFactory(name="Cap", region="")
    organisation.terms.add(words[0])
    change_term(term=words[0], name_fr="Services d’aide", name_en="", **ACT)
    organisation.refresh_from_db()
    assert organisation.search_text == "cap service aide"


def test_a_used_word_is_archived_not_removed(words):
    OrganisationFactory().terms.add(words[0])
    with pytest.raises(TermInUse):
        remove_term(term=words[0], **ACT)
    archive_term(term=words[0], **ACT)
    assert Term.objects.get(pk=words[0].pk).archived_at == AT
    restore_term(term=words[0], **ACT)
    assert Term.objects.get(pk=words[0].pk).archived_at is None
    remove_term(term=words[1], **ACT)
    assert in_order() == ["SAE", "ICTE"]


def test_two_words_become_one(words):
    one, both, none = (OrganisationFactory(name=name, region="") for name in ("Un", "Deux", "Trois"))
    one.terms.add(words[1])
    both.terms.add(words[0], words[1])
    merge_terms(kept=words[0], dropped=words[1], **ACT)
    held = {each.name: list(each.terms.all()) for each in Organisation.objects.all()}
    assert (in_order(), held) == (["SAE", "ICTE"], {"Un": [words[0]], "Deux": [words[0]], "Trois": []})
    assert Organisation.objects.get(pk=one.pk).search_text == "un sae"
    assert Entry.objects.get(action="organisations.merge_terms").details["organisations"] == 2
    assert none.terms.count() == 0


def test_words_of_two_vocabularies_do_not_merge(words):
    for dropped in (TermFactory(kind="network"), words[0]):
        with pytest.raises(TermsDiffer):
            merge_terms(kept=words[0], dropped=dropped, **ACT)


def test_the_vocabularies_are_the_teams(words):
    other = {"by": Actor(person=UserFactory()), "at": AT}
    for act in (
        lambda: place_term(term=words[0], after=None, **other),
        lambda: archive_term(term=words[0], **other),
        lambda: restore_term(term=words[0], **other),
        lambda: remove_term(term=words[0], **other),
        lambda: merge_terms(kept=words[0], dropped=words[1], **other),
    ):
        with pytest.raises(RegisterNotYours):
            act()
