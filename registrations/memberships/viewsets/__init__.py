"""The admin's screens of memberships: lists, applications under study, criteria, and what a person is on a day."""

from registrations.memberships.viewsets.applications import CriterionViewSet, MembershipApplicationViewSet
from registrations.memberships.viewsets.memberships import (
    MembershipCategoryViewSet,
    MembershipViewSet,
    MembershipYearViewSet,
)
from registrations.memberships.viewsets.standing import StandingViewSet

__all__ = [
    "CriterionViewSet",
    "MembershipApplicationViewSet",
    "MembershipCategoryViewSet",
    "MembershipViewSet",
    "MembershipYearViewSet",
    "StandingViewSet",
]
