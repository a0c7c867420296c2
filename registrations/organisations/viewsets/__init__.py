"""The admin's screens of organisations, what belongs to them, posts and vocabularies."""

from registrations.organisations.viewsets.affiliations import AffiliationViewSet
from registrations.organisations.viewsets.belongings import ContactViewSet, ServicePointViewSet
from registrations.organisations.viewsets.organisations import OrganisationViewSet
from registrations.organisations.viewsets.vocabularies import TermViewSet

__all__ = ["AffiliationViewSet", "ContactViewSet", "OrganisationViewSet", "ServicePointViewSet", "TermViewSet"]
