"""The domains that organisations list become rows, each of one organisation: the first that was registered keeps it."""

from django.db import migrations


def claim(apps, schema_editor):
    """The live organisations' domains, in the order of their registration."""
    organisation_model = apps.get_model("registrations", "Organisation")
    domain_model = apps.get_model("registrations", "EmailDomain")
    seen = {}
    for organisation in organisation_model.objects.filter(archived_at=None).order_by("pk"):
        for name in organisation.email_domains:
            seen.setdefault(name, organisation.pk)
    domain_model.objects.bulk_create(
        [domain_model(name=name, organisation_id=pk) for name, pk in seen.items()], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("registrations", "0003_organisation_records")]
    operations = [migrations.RunPython(claim, migrations.RunPython.noop)]
