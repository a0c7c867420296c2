"""Renseignements personnels: requests with their term, what is held of each person, erasure, consents, retention."""

from registrations.privacy.viewsets.consents import ConsentTextViewSet, ConsentViewSet, SubscriptionViewSet
from registrations.privacy.viewsets.dossiers import DossierViewSet
from registrations.privacy.viewsets.requests import PrivacyRequestViewSet
from registrations.privacy.viewsets.retention import ProviderViewSet, PurgeViewSet

__all__ = [
    "ConsentTextViewSet",
    "ConsentViewSet",
    "DossierViewSet",
    "PrivacyRequestViewSet",
    "ProviderViewSet",
    "PurgeViewSet",
    "SubscriptionViewSet",
]
