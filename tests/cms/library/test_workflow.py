"""The states of a work, its editions, its shelves: who may do what, and what must never be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from cms.library.actions import (
    add_file,
    add_resource,
    arrange_collection,
    change_resource,
    change_topic,
    forget_orphans,
    merge_topics,
    note_review,
    publish_resource,
    relate_resources,
    remove_topic,
    replace_resource,
    return_resource,
    save_collection,
    shelve,
    submit_resource,
    translate_resource,
    withdraw_file,
    withdraw_resource,
)
from cms.library.errors import (
    FileWithdrawn,
    LastFile,
    NotLibrarian,
    OnlyDrafts,
    ReasonMissing,
    RemarkMissing,
    ReplacementNotPublished,
    ReplacesItself,
    ResourceWithoutFile,
    SameTopic,
    TopicTaken,
    TopicUsed,
)
from cms.library.models import Collection, Resource, Topic
from cms.library.queries import Filters, listing, reader, record, to_review
from cms.library.rules import NEXT, ResourceState
from registrations.actors import Actor, Role
from registrations.errors import WrongState
from registrations.files.storages import private_storage
from registrations.files.uploads import Received
from tests.factories.cms import CollectionFactory, ResourceFactory, ResourceFileFactory, adopted

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
BY = {"by": Actor(person=None, roles=frozenset({Role.LIBRARIAN})), "at": AT}
EDITOR = {"by": Actor(person=None, roles=frozenset({Role.EDITOR})), "at": AT}
NOBODY = {"by": Actor(person=None), "at": AT}


def file(sha256="ab" * 32, extension="pdf"):
    return Received("library/2026/a.pdf", "Guide.pdf", extension, 10, sha256, 2)


def draft(**who):
    resource = add_resource(title="Guide", kind="guide", published_on=date(2026, 2, 1), **(who or BY))
    add_file(resource, file=file(), **(who or BY))
    return resource


def again(resource):
    return Resource.objects.get(pk=resource.pk)


def found(words):
    adopted({"kinds": ["guide"]})
    listed = listing(reader(None, at=AT), Filters(q=words), at=AT, limit=10)
    return sorted(row.pk for row in listed.resources)


def fields(resource, **changed):
    names = ("title", "slug", "kind", "published_on", "abstract", "authors", "licence", "embargo_until")
    return {name: getattr(resource, name) for name in names} | {"topics": []} | changed


ACTS = {
    "submit": lambda row: submit_resource(row, **BY),
    "return": lambda row: return_resource(row, remark="Ajoutez un résumé.", **BY),
    "publish": lambda row: publish_resource(row, **BY),
    "withdraw": lambda row: withdraw_resource(row, reason="Erreur", **BY),
    "replace": lambda row: replace_resource(row, following=ResourceFactory(), **BY),
}
LEADS = {
    "submit": ("review", {"draft"}),
    "return": ("draft", {"review"}),
    "publish": ("published", {"draft", "review", "replaced", "withdrawn"}),
    "withdraw": ("withdrawn", {"published", "replaced"}),
    "replace": ("replaced", {"published"}),
}


@pytest.mark.parametrize("state", ResourceState.values)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_moves_from_the_states_that_allow_it_and_no_other(act, state):
    shown, next_one = state in {"published", "replaced"}, ResourceFactory()
    resource = ResourceFileFactory(
        resource__state=state,
        resource__live=shown,
        resource__archived_at=AT if state == "withdrawn" else None,
        resource__replaced_by=next_one if state == "replaced" else None,
    ).resource
    to, allowed = LEADS[act]
    if state in allowed:
        assert ACTS[act](resource).state == to
        assert again(resource).live == (to in {"published", "replaced"})
    else:
        with pytest.raises(WrongState):
            ACTS[act](resource)
        assert again(resource).state == state
    assert {to for to, sources in LEADS.values() if state in sources} == set(NEXT[state])


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "draft", "live": True},
        {"state": "published", "live": False},
        {"state": "withdrawn", "live": False, "archived_at": None},
        {"state": "draft", "live": False, "archived_at": AT},
        {"state": "replaced", "live": True, "replaced_by": None},
        {"state": "lost", "live": False},
    ],
)
def test_database_refuses_states_that_contradict_what_is_shown(wrong):
    resource = ResourceFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=resource.pk).update(**wrong)


def test_editor_writes_a_draft_and_hands_it_over():
    resource = draft(**EDITOR)

    submitted = submit_resource(resource, **EDITOR)

    assert submitted.state == "review"
    with pytest.raises(NotLibrarian):
        publish_resource(submitted, **EDITOR)
    with pytest.raises(NotLibrarian):
        draft(**NOBODY)


def test_given_back_says_what_to_change_and_publishing_forgets_it():
    resource = submit_resource(draft(), **BY)
    with pytest.raises(RemarkMissing):
        return_resource(resource, remark=" ", **BY)

    returned = return_resource(resource, remark="Ajoutez un résumé.", **BY)
    assert (returned.state, returned.remark) == ("draft", "Ajoutez un résumé.")

    published = publish_resource(returned, **BY)
    assert (published.remark, published.first_published_at) == ("", AT)


def test_editor_changes_no_record_that_is_shown():
    shown = publish_resource(draft(), **BY)
    english = translate_resource(shown, language="en", title="Guide in English", **EDITOR)

    with pytest.raises(OnlyDrafts):
        change_resource(shown, **fields(shown, title="Autre"), **EDITOR)
    with pytest.raises(OnlyDrafts):
        add_file(shown, file=file("cd" * 32), **EDITOR)
    with pytest.raises(OnlyDrafts):  # through the draft translation, the kind of the work that is shown
        change_resource(english, **fields(english, kind="tool"), **EDITOR)
    change_resource(english, **fields(english, title="Guide, in English"), **EDITOR)

    assert (again(shown).kind, again(english).title) == ("guide", "Guide, in English")


def test_nothing_without_a_file_is_submitted():
    with pytest.raises(ResourceWithoutFile):
        submit_resource(add_resource(title="Guide", kind="guide", published_on=date(2026, 2, 1), **BY), **BY)


def test_withdrawn_in_all_its_languages_with_a_reason():
    french = publish_resource(draft(), **BY)
    english = translate_resource(french, language="en", title="Guide", slug="guide-en", **BY)
    publish_resource(english, **BY)
    with pytest.raises(ReasonMissing):
        withdraw_resource(french, reason="", **BY)

    withdraw_resource(french, reason="Données personnelles", **BY)

    states = Resource.objects.filter(translation_key=french.translation_key).values_list("state", "remark")
    assert list(states) == [("withdrawn", "Données personnelles")] * 2


def test_replaced_work_leaves_the_list_and_keeps_its_page():
    adopted({"kinds": ["guide"]})
    old, new = ResourceFileFactory().resource, ResourceFileFactory().resource

    replace_resource(old, following=new, **BY)

    listed = listing(reader(None, at=AT), Filters(), at=AT, limit=10)
    assert [row.pk for row in listed.resources] == [new.pk]
    assert listed.count == 1
    assert (again(old).live, again(old).replaced_by_id) == (True, new.pk)
    assert publish_resource(again(old), **BY).replaced_by is None


def test_a_chain_of_replacements_never_comes_back():
    first, second, third = (ResourceFactory() for _ in range(3))
    replace_resource(first, following=second, **BY)
    replace_resource(second, following=third, **BY)

    for loop in (first, second, third):
        with pytest.raises(ReplacesItself):
            replace_resource(again(third), following=loop, **BY)
    with pytest.raises(ReplacementNotPublished):
        replace_resource(third, following=ResourceFactory(live=False), **BY)


def test_new_edition_keeps_the_former_one():
    adopted({"kinds": ["guide"]})
    resource = publish_resource(draft(), **BY)
    second = add_file(resource, file=file("cd" * 32), note="Chapitre 3 refait", **BY)

    former = record(resource.slug, reader(None, at=AT), at=AT).beside.former

    assert [(row.edition, row.note) for row in former] == [(1, "")]
    assert (second.edition, second.note) == (2, "Chapitre 3 refait")


def test_withdrawn_edition_is_heard_of_no_more_and_the_former_is_back():
    adopted({"kinds": ["guide"]})
    resource = publish_resource(draft(), **BY)
    with pytest.raises(LastFile):
        withdraw_file(resource.files.get(), **BY)
    second = add_file(resource, file=file("cd" * 32), **BY)

    withdraw_file(second, **BY)

    listed = listing(reader(None, at=AT), Filters(), at=AT, limit=10)
    assert [row.edition for row in listed.resources[0].shown_files] == [1]
    assert listed.resources[0].former_files == []
    with pytest.raises(FileWithdrawn):
        withdraw_file(second, **BY)
    assert add_file(resource, file=file("ef" * 32), **BY).edition == 3


def test_reviews_due_are_those_of_the_next_sixty_days():
    today = AT.date()
    late, soon = (ResourceFactory(review_on=today + timedelta(days)) for days in (-30, 59))
    ResourceFactory(review_on=today + timedelta(61))
    ResourceFactory(review_on=None)
    ResourceFactory(review_on=today, live=False)

    assert list(to_review(on=today)) == [late, soon]
    note_review(late, next_on=date(2028, 1, 1), **BY)
    assert list(to_review(on=today)) == [soon]


def test_related_is_read_from_both_sides_and_never_of_itself():
    one, other = ResourceFactory(), ResourceFactory()

    relate_resources(one, others=[other, one], **BY)

    assert (list(one.related.all()), list(other.related.all())) == ([other], [one])


def test_merged_topic_gives_its_works_to_the_other():
    kept, dropped = (Topic.objects.create(slug=name, name_fr=name) for name in ("emploi", "travail"))
    both, one = ResourceFactory(), ResourceFactory()
    both.topics.set([kept, dropped])
    one.topics.set([dropped])

    merge_topics(dropped, kept=kept, **BY)

    assert list(Topic.objects.all()) == [kept]
    assert sorted(kept.resources.values_list("pk", flat=True)) == sorted([both.pk, one.pk])
    assert found("emploi") == sorted([both.pk, one.pk])
    with pytest.raises(SameTopic):
        merge_topics(kept, kept=kept, **BY)
    with pytest.raises(TopicUsed):
        remove_topic(kept, **BY)


def test_renamed_topic_is_found_by_its_new_name():
    topic, other = (Topic.objects.create(slug=name, name_fr=name) for name in ("emploi", "travail"))
    resource = ResourceFactory()
    resource.topics.set([topic])

    change_topic(topic, slug="emploi", name_fr="Insertion", order=3, **BY)

    assert found("insertion") == [resource.pk]
    assert [row.slug for row in Topic.objects.all()] == ["travail", "emploi"]
    with pytest.raises(TopicTaken):
        change_topic(other, slug="emploi", name_fr="x", **BY)


def test_works_are_shelved_and_put_in_order():
    toolbox = save_collection(None, slug="trousse", title_fr="Trousse", **BY)
    other = CollectionFactory()
    works = [ResourceFactory() for _ in range(3)]
    for work in works:
        shelve(work, collections=[toolbox, other], **BY)
    shelve(works[0], collections=[toolbox], **BY)
    first, second, third = toolbox.items.all()

    arrange_collection(toolbox, items=[third, first], **BY)

    assert [item.resource for item in toolbox.items.all()] == [works[2], works[0]]
    assert [item.resource for item in other.items.all()] == works[1:]
    assert second.resource == works[1]
    assert Collection.objects.count() == 2


def test_bytes_that_no_record_names_are_forgotten_once_old():
    storage = private_storage()
    kept = ResourceFileFactory().file.name
    orphan = storage.save("library/2026/orphelin.pdf", ContentFile(b"%PDF"))
    now = datetime.now(tz=UTC)

    assert forget_orphans(before=now - timedelta(days=1)) == 0
    forget_orphans(before=now + timedelta(seconds=5))

    assert (storage.exists(orphan), storage.exists(kept)) == (False, True)
