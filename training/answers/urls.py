"""The portal's addresses of invitations."""

from django.urls import path

from training.answers import portal

app_name = "training_answers"
urlpatterns = [
    path("formation/invitation/<str:secret>/", portal.link, name="link"),
    path("moi/invitations/", portal.mine, name="mine"),
    path("moi/invitations/<uuid:uuid>/", portal.one, name="one"),
]
