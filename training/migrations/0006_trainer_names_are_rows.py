from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0005_trainers_have_rows'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='activity',
            name='trainer_names',
        ),
    ]
