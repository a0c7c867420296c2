"""Pages of a person's own things."""

from django.urls import path

from registrations.people.portal import AddressesView, MergeView, ProfileView, ProveView, change_address

app_name = "people"
urlpatterns = [
    path("profil/", ProfileView.as_view(), name="profile"),
    path("adresses/", AddressesView.as_view(), name="addresses"),
    path("adresses/code/", ProveView.as_view(), name="prove"),
    path("adresses/fusion/", MergeView.as_view(), name="merge"),
    path("adresses/changer/", change_address, name="change_address"),
]
