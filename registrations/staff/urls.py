"""The portal's addresses of one's own organisations."""

from django.urls import path

from registrations.staff import portal

app_name = "staff"
urlpatterns = [
    path("moi/organismes/", portal.my_organisations, name="mine"),
    path("moi/organisme/<slug:slug>/", portal.hub, name="hub"),
    path("moi/organisme/<slug:slug>/personnel/", portal.people, name="people"),
]
