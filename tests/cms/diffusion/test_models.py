"""An adopted policy cannot change, whoever speaks to the database."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import IntegrityError, connection, transaction

from registrations.triggers import FROZEN, installed
from tests.factories.cms import PolicyVersionFactory, adopted

pytestmark = pytest.mark.django_db
INSERT = """
    INSERT INTO cms_policyrule
        (policy_id, "order", clause, kinds, audiences, verbs, delay_days, allows, explanation_fr, explanation_en)
    VALUES (%s, 99, '1', '[]', '[]', '[]', 0, true, 'Public.', '')
"""


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_triggers_are_installed_by_migrate():
    assert installed(connection) == {frozen.name for frozen in FROZEN}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cms_policyversion SET title_fr = 'autre' WHERE id = %s",
        "UPDATE cms_policyversion SET state = 'draft' WHERE id = %s",
        "UPDATE cms_policyrule SET allows = NOT allows WHERE policy_id = %s",
        "UPDATE cms_policyrule SET delay_days = 3 WHERE policy_id = %s",
        "DELETE FROM cms_policyrule WHERE policy_id = %s",
        "DELETE FROM cms_policyversion WHERE id = %s",
        INSERT,
    ],
)
def test_adopted_policy_refuses_raw_sql(sql):
    version = adopted({})

    with pytest.raises(IntegrityError, match="adopted_is_frozen"):
        run(sql, version.pk)


def test_rule_cannot_be_moved_into_an_adopted_policy():
    version, draft = adopted({}), PolicyVersionFactory()
    draft.rules.create(order=7, clause="1", explanation_fr="Public.")

    with pytest.raises(IntegrityError, match="policyrule_adopted_is_frozen"):
        run("UPDATE cms_policyrule SET policy_id = %s WHERE policy_id = %s", version.pk, draft.pk)


def test_draft_can_change_and_go():
    draft = PolicyVersionFactory()
    draft.rules.create(order=1, clause="1", explanation_fr="Public.")

    assert run("UPDATE cms_policyrule SET delay_days = 3 WHERE policy_id = %s", draft.pk) == 1
    assert run("UPDATE cms_policyversion SET title_fr = 'autre' WHERE id = %s", draft.pk) == 1
    assert run("DELETE FROM cms_policyrule WHERE policy_id = %s", draft.pk) == 1
    assert run("DELETE FROM cms_policyversion WHERE id = %s", draft.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_migrating_a_site_that_has_its_triggers_gives_them_back():
    """On SQLite they go first: a table that another's trigger reads could not be remade."""
    call_command("migrate", verbosity=0)
    assert installed(connection) == {frozen.name for frozen in FROZEN}
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    assert installed(connection) == (set() if connection.vendor == "sqlite" else {frozen.name for frozen in FROZEN})
