"""Every payment received by hand is a part of a receipt: those recorded before receipts are given theirs.

What one payer paid by one method under one reference came together. A payment that was taken back had a receipt of its
own, taken back with it.
"""

from collections import defaultdict

from django.db import migrations
from django.utils.timezone import localdate

BY_HAND = ("cheque", "transfer", "interac", "deposit")


def give_receipts(apps, _schema_editor):
    Payment = apps.get_model("registrations", "Payment")
    Receipt = apps.get_model("registrations", "Receipt")
    together = defaultdict(list)
    waiting = Payment.objects.filter(method__in=BY_HAND, receipt=None).select_related("order").order_by("pk")
    for payment in waiting:
        payer = (payment.order.organisation_id, payment.order.person_id)
        alone = payment.pk if payment.state == "reversed" else None
        together[payer, payment.method, payment.reference, alone].append(payment)
    for ((organisation, person), method, reference, alone), parts in together.items():
        first, whole = parts[0], sum(part.captured_cents for part in parts)
        receipt = Receipt.objects.create(
            organisation_id=organisation,
            person_id=person,
            method=method,
            reference=reference,
            received_on=first.received_on or localdate(first.created_at),
            received_cents=whole,
            allotted_cents=0 if alone else whole,
            recorded_at=first.created_at,
            reversed_at=first.reversed_at if alone else None,
            reversal_reason=first.reversal_reason if alone else "",
        )
        Payment.objects.filter(pk__in=[part.pk for part in parts]).update(receipt=receipt)


class Migration(migrations.Migration):
    dependencies = [("registrations", "0021_sales")]
    operations = [migrations.RunPython(give_receipts, migrations.RunPython.noop)]
