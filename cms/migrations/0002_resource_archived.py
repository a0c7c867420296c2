import registrations.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="uuid",
            field=models.UUIDField(default=registrations.ids.uuid7, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="resource",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="archived"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_at", None), ("live", False), _connector="OR"),
                name="resource_archived_is_not_live",
            ),
        ),
        migrations.AlterField(
            model_name='resourcefile',
            name='language',
            field=models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=2, verbose_name='language'),
        ),
    ]
