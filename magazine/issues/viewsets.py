"""The admin's screens of issues."""

from wagtail.admin.viewsets.pages import PageListingViewSet

from magazine.issues.models import IssuePage
from registrations.actors import Role
from registrations.viewsets import ShownToRoles


class IssueViewSet(ShownToRoles, PageListingViewSet):
    model = IssuePage
    name = "numeros"
    roles_view = (Role.EDITOR,)
    icon = "openquote"
