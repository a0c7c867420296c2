"""Pages of a person's own things."""

from django.urls import path

from registrations.people.portal import ProfileView

app_name = "people"
urlpatterns = [path("profil/", ProfileView.as_view(), name="profile")]
