"""The admin's screens of dues scales, campaigns and declarations."""

from registrations.renewals.viewsets.campaigns import CampaignViewSet
from registrations.renewals.viewsets.declarations import DeclarationViewSet
from registrations.renewals.viewsets.scales import DuesScaleViewSet

__all__ = ["CampaignViewSet", "DeclarationViewSet", "DuesScaleViewSet"]
