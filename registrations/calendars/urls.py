"""The addresses of the feeds, and the page of one's own."""

from django.urls import path

from registrations.calendars import portal

app_name = "calendars"
urlpatterns = [
    path("moi/calendrier/", portal.mine, name="mine"),
    path("calendar/<str:token>.ics", portal.feed, name="feed"),
]
