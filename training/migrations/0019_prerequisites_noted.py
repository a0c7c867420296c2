"""Activities that have prerequisites say so on their row."""

from django.db import migrations


def note(apps, _editor):
    activities = apps.get_model("training", "Activity").objects
    activities.filter(prerequisites__isnull=False).update(has_prerequisites=True)


class Migration(migrations.Migration):
    dependencies = [("training", "0018_terms_and_prerequisites")]
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
