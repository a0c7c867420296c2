
import registrations.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0005_order_payments'),
    ]

    operations = [
        migrations.AddField(
            model_name='term',
            name='uuid',
            field=models.UUIDField(default=registrations.ids.uuid7, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='group',
            name='slug',
            field=models.SlugField(max_length=60, verbose_name='slug'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('slug',), name='group_one_per_slug'),
        ),
    ]
