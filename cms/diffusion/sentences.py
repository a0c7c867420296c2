"""A decision in a sentence, in the reader's language, with the clause it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.diffusion.rules import Decision, Reason, Remedy
from registrations.dates import MONTREAL, spelled_day, spelled_instant

PLAIN = {
    Reason.GRANT: gettext_lazy("A grant of the team gives you access."),
    Reason.UNPUBLISHED: gettext_lazy("This resource is not published."),
    Reason.NARROWED: gettext_lazy("The diffusion of this resource is suspended for the moment."),
    Reason.NO_RULE: gettext_lazy("No rule of the diffusion policy opens this resource to you."),
}

REMEDIES = {
    Remedy.SIGN_IN: gettext_lazy("Sign in: your account or your post may open it to you."),
    Remedy.JOIN: gettext_lazy("It is for the staff of members: if your centre is one, its registrar adds you."),
    Remedy.RENEW: gettext_lazy("Your organisation's membership is not in good standing: renewed, it opens at once."),
    Remedy.WAIT: gettext_lazy("Nothing to do: it opens by itself on that day."),
    Remedy.ASK: gettext_lazy("If your work requires it, ask the permanent team: an exception can be granted."),
}


def sentence(decision: Decision, language: str) -> str:
    """*Réservé au personnel des organismes membres en règle (art. 4.2).*"""
    if decision.reason in PLAIN:
        return str(PLAIN[decision.reason])
    if decision.reason == Reason.EMBARGO:
        return _embargo(decision, language)
    if decision.reason == Reason.DELAY:
        return _delay(decision, language)
    return _cited(decision.rule.explanations.get(language, "") if decision.rule else "", decision.clause)


def remedy_sentence(remedy: Remedy) -> str:
    """What to do about it: *Ouvrez une session pour l’obtenir.* "" when nothing helps, or nothing needs to."""
    return str(REMEDIES.get(remedy, ""))


def _embargo(decision: Decision, language: str) -> str:
    if decision.opens_at is None:
        return _("This resource is under embargo.")
    words = {"instant": spelled_instant(decision.opens_at, language, weekday=False), "clause": decision.clause}
    if not decision.clause:
        return _("Under embargo until %(instant)s.") % words
    return _("Under embargo until %(instant)s (clause %(clause)s).") % words


def _delay(decision: Decision, language: str) -> str:
    if decision.opens_at is None:
        return ""
    day = spelled_day(decision.opens_at.astimezone(MONTREAL).date(), language, weekday=False)
    return _("Available to you from %(day)s (clause %(clause)s).") % {"day": day, "clause": decision.clause}


def _cited(explanation: str, clause: str) -> str:
    return _("%(explanation)s (clause %(clause)s).") % {"explanation": explanation.rstrip("."), "clause": clause}
