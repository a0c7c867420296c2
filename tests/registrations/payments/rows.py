"""A picture of every row that money is made of, to see that a refusal changed none of them."""

from django.apps import apps

from registrations.models import Ticket

LABELS = ("orders", "payments", "seats", "promotions", "idempotency", "receivables", "accounting")


def money_rows() -> dict[str, list[tuple[object, ...]]]:
    """Each row of each table of these features, tickets included; what Stripe said apart."""
    models = [
        model
        for model in apps.get_app_config("registrations").get_models()
        if model.__module__.split(".")[1] in LABELS and model.__name__ != "StripeEvent"
    ]
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in [*models, Ticket]}
