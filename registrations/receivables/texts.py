"""The three reminders that accounting starts with, and may rewrite; `{...}` are the fields of `FIELDS`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "payeur": _("name of the payer"),
    "montant": _("what is late, in dollars"),
    "jours": _("days late of the oldest invoice"),
}

EXAMPLE = {"payeur": "Carrefour Exemple", "montant": "145,00\u00a0$", "jours": "37"}


def filled(text: str, fields: dict[str, str]) -> str:
    """`{montant}` and the like replaced; a field that does not exist stays as it was typed."""
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", value)
    return text


DEFAULT_STEPS: tuple[dict[str, Any], ...] = (
    {
        "days": 7,
        "subject_fr": "Rappel : {montant} à payer",
        "subject_en": "Reminder: {montant} to be paid",
        "text_fr": "Bonjour,\n\nSauf erreur de notre part, nous n’avons pas encore reçu {montant}. Si votre "
        "paiement est en route, "
        "ne tenez pas compte de ce message.",
        "text_en": "Hello,\n\nUnless we are mistaken, we have not received {montant} yet. If your payment is "
        "on its way, please "
        "disregard this message.",
    },
    {
        "days": 30,
        "subject_fr": "Deuxième rappel : {montant} en retard",
        "subject_en": "Second reminder: {montant} overdue",
        "text_fr": "Bonjour,\n\nMalgré notre premier rappel, {montant} reste à payer, avec {jours} jours de "
        "retard. Merci de régler "
        "cette somme dans les prochains jours, ou de nous écrire si quelque chose l’empêche.",
        "text_en": "Hello,\n\nDespite our first reminder, {montant} is still to be paid, {jours} days late. "
        "Please pay in the coming "
        "days, or write to us if something prevents it.",
    },
    {
        "days": 60,
        "subject_fr": "Dernier rappel : {montant}",
        "subject_en": "Last reminder: {montant}",
        "text_fr": "Bonjour,\n\nCeci est notre dernier rappel : {montant} reste à payer par {payeur}, avec "
        "{jours} jours de retard. "
        "Sans nouvelles de vous d’ici dix jours, la permanence vous téléphonera pour convenir de la suite.",
        "text_en": "Hello,\n\nThis is our last reminder: {payeur} still owes {montant}, {jours} days late. "
        "Without news from you "
        "within ten days, our office will call you to agree on what comes next.",
    },
)
