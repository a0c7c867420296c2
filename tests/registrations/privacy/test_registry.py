"""Nobody's data is forgotten: each foreign key to a person is spoken for by one erasure."""

from django.apps import apps

from registrations.models import User
from registrations.privacy.registry import ERASURES, EXPORTS, RETENTIONS


def keys_to_people():
    """`training.enrolment.person`, of every application; an inherited key once, where it is declared."""
    models = apps.get_models(include_auto_created=True)
    fields = {field for model in models for field in model._meta.concrete_fields if field.related_model is User}
    return {f"{field.model._meta.label_lower}.{field.name}" for field in fields}


def test_every_key_to_a_person_is_spoken_for_once():
    spoken = [label for erasure in ERASURES for label in erasure.speaks_for]

    assert {"nobody speaks for": sorted(keys_to_people() - set(spoken))} == {"nobody speaks for": []}
    assert {"no longer there": sorted(set(spoken) - keys_to_people())} == {"no longer there": []}
    assert sorted(spoken) == sorted(set(spoken))


def test_exports_and_retentions_have_names_of_their_own():
    for parts in (EXPORTS, RETENTIONS):
        names = [part.name for part in parts]
        assert sorted(names) == sorted(set(names))
