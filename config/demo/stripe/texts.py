"""The words of the payment page: this process has no Django, hence no catalogue."""

# In French: U+00A0 before the colon and inside guillemets, U+202F before other double signs.
FRENCH = {
    "lang": "fr-CA",
    "banner": "Démonstration\u00a0: aucun argent ne circule, aucune vraie carte n'est demandée.",
    "title": "Payer votre commande à AXTRA",
    "lines": "Votre commande",
    "item": "Description",
    "amount": "Montant",
    "total": "Total à payer",
    "email": "Adresse courriel",
    "email_hint": "Le reçu de la démonstration y serait envoyé.",
    "email_wrong": "Écrivez une adresse courriel complète, par exemple prenom@exemple.ca.",
    "card": "Carte de démonstration se terminant par 4242",
    "pay": "Payer {total}",
    "decline": "Refuser la carte",
    "cancel": "Annuler et revenir",
    "declined_title": "La carte a été refusée",
    "declined": "Rien n'a été prélevé. Essayez de nouveau, ou annulez pour revenir au site.",
    "expired_title": "Cette page de paiement a expiré",
    "expired": "Rien n'a été prélevé. Revenez au site pour recommencer le paiement.",
    "paid_title": "Cette commande est déjà payée",
    "paid": "Rien de plus n'a été prélevé.",
    "back": "Revenir au site",
    "unknown_title": "Page introuvable",
    "unknown": "Il n'y a pas de paiement à cette adresse. Vérifiez le lien, ou recommencez à partir du site.",
    "about_title": "Paiement par carte de la démonstration",
    "about": "Ce serveur joue le rôle de Stripe. Une page de paiement s'ouvre à partir d'une commande.",
}
ENGLISH = {
    "lang": "en-CA",
    "banner": "Demonstration: no money moves, no real card is asked for.",
    "title": "Pay for your AXTRA order",
    "lines": "Your order",
    "item": "Description",
    "amount": "Amount",
    "total": "Total to pay",
    "email": "Email address",
    "email_hint": "The demonstration's receipt would be sent there.",
    "email_wrong": "Enter a complete email address, for example name@example.ca.",
    "card": "Demonstration card ending in 4242",
    "pay": "Pay {total}",
    "decline": "Decline the card",
    "cancel": "Cancel and go back",
    "declined_title": "The card was declined",
    "declined": "Nothing was taken. Try again, or cancel to go back to the site.",
    "expired_title": "This payment page has expired",
    "expired": "Nothing was taken. Go back to the site to start the payment again.",
    "paid_title": "This order is already paid",
    "paid": "Nothing more was taken.",
    "back": "Go back to the site",
    "unknown_title": "Page not found",
    "unknown": "There is no payment at this address. Check the link, or start again from the site.",
    "about_title": "Card payments of the demonstration",
    "about": "This small server plays Stripe's part. A payment page opens from an order of the site.",
}


def texts(locale: str | None, accept_language: str = "") -> dict[str, str]:
    """By the session's locale; when it is `auto`, by the browser's first language; French otherwise."""
    language = accept_language if locale in {None, "auto"} else locale
    return ENGLISH if (language or "").lower().startswith("en") else FRENCH


def money(cents: int, currency: str, language: str) -> str:
    """`1 234,56 $` with no-break spaces, or `$1,234.56`; other currencies carry their code."""
    plain = f"{cents / 100:,.2f}"
    if language.startswith("en"):
        return f"${plain}" if currency == "cad" else f"{plain}\u00a0{currency.upper()}"
    number = plain.replace(",", "\u00a0").replace(".", ",")
    return f"{number}\u00a0{'$' if currency == 'cad' else currency.upper()}"
