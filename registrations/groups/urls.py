"""The portal's addresses of groups, for their people."""

from django.urls import path

from registrations.groups import portal

app_name = "groups"
urlpatterns = [
    path("moi/groupes/", portal.my_groups, name="mine"),
    path("moi/groupes/<slug:slug>/", portal.one_group, name="group"),
    path("moi/groupes/<slug:slug>/documents/<uuid:uuid>/", portal.document, name="document"),
]
