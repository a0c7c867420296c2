"""Each name that an activity gave becomes a trainer, once."""

from django.db import migrations


def rows_from_names(apps, schema_editor):
    Activity, Trainer = apps.get_model("training", "Activity"), apps.get_model("training", "Trainer")
    known = {}
    for activity in Activity.objects.exclude(trainer_names=[]).order_by("pk"):
        names = dict.fromkeys(str(name).strip()[:120] for name in activity.trainer_names)
        for name in filter(None, names):
            known[name] = known.get(name) or Trainer.objects.create(name=name)
            activity.trainers.add(known[name])


def names_from_rows(apps, schema_editor):
    for activity in apps.get_model("training", "Activity").objects.order_by("pk"):
        activity.trainer_names = [trainer.name for trainer in activity.trainers.order_by("name", "pk")]
        activity.save(update_fields=["trainer_names"])


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0004_trainers'),
    ]

    operations = [
        migrations.RunPython(rows_from_names, names_from_rows),
    ]
