"""Each membership that exists gets the number of its certificate."""

from typing import Any

from django.db import migrations

from registrations.ids import short_code


def give_numbers(apps: Any, schema_editor: Any) -> None:
    Membership = apps.get_model("registrations", "Membership")  # noqa: N806  # a class
    rows = list(Membership.objects.using(schema_editor.connection.alias).filter(code=None).only("pk"))
    taken: set[str] = set()
    for row in rows:
        row.code = next(code for code in iter(short_code, "") if code not in taken)
        taken.add(row.code)
    Membership.objects.using(schema_editor.connection.alias).bulk_update(rows, ["code"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("registrations", "0010_applications")]
    operations = [migrations.RunPython(give_numbers, migrations.RunPython.noop)]
