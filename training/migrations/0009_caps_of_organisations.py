"""The seats that one organisation may have, and where each person in line waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def wait_at_the_session(apps, schema_editor):
    enrolments, sessions = apps.get_model("training", "Enrolment"), apps.get_model("training", "Session")
    pool = sessions.objects.filter(pk=OuterRef("session")).values("pool")
    enrolments.objects.filter(state="waitlisted").update(queue=Subquery(pool))


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0028_instructions_in_english'),
        ('training', '0008_copies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'cap of an organisation',
                'verbose_name_plural': 'caps of organisations',
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='queue',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registrations.seatpool'),
        ),
        migrations.RunPython(wait_at_the_session, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('queue__isnull', False)), fields=['queue'], name='enrolment_in_queue'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'waitlisted'), ('queue', None), _connector='XOR'), name='enrolment_waits_in_a_queue'),
        ),
        migrations.AddField(
            model_name='organisationcap',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registrations.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='organisationcap',
            name='pool',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cap', to='registrations.seatpool', verbose_name='seats'),
        ),
        migrations.AddField(
            model_name='organisationcap',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='caps', to='training.programme'),
        ),
        migrations.AddField(
            model_name='organisationcap',
            name='session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='caps', to='training.session'),
        ),
        migrations.AddConstraint(
            model_name='organisationcap',
            constraint=models.CheckConstraint(condition=models.Q(('session', None), ('programme', None), _connector='XOR'), name='organisationcap_has_one_scope'),
        ),
        migrations.AddConstraint(
            model_name='organisationcap',
            constraint=models.UniqueConstraint(condition=models.Q(('session__isnull', False)), fields=('session', 'organisation'), name='organisationcap_one_per_session'),
        ),
        migrations.AddConstraint(
            model_name='organisationcap',
            constraint=models.UniqueConstraint(condition=models.Q(('programme__isnull', False)), fields=('programme', 'organisation'), name='organisationcap_one_per_programme'),
        ),
    ]
