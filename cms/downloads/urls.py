"""What a person downloaded."""

from django.urls import path

from cms.downloads import portal

app_name = "downloads"
urlpatterns = [path("", portal.mine, name="mine")]
