"""The portal's addresses of one's own organisations. Their names are under `directory:`, which includes them."""

from django.urls import path

from registrations.memberships import portal

urlpatterns = [
    path("moi/organismes/", portal.my_organisations, name="mine"),
    path("moi/organisme/<slug:slug>/", portal.staff_list, name="staff"),
]
