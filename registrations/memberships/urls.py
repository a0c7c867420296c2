"""The portal's addresses of the directory, and of one's own organisations."""

from django.urls import path

from registrations.memberships import portal

app_name = "directory"
urlpatterns = [
    path("organismes/", portal.organisation_list, name="list"),
    path("organismes/<slug:slug>/", portal.organisation_page, name="page"),
    path("moi/organismes/", portal.my_organisations, name="mine"),
    path("moi/organisme/<slug:slug>/", portal.staff_list, name="staff"),
]
