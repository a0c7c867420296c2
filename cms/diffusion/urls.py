"""The policy's pages, besides the one in force, which is the library's own address."""

from django.urls import path

from cms.diffusion import portal

app_name = "policy"
urlpatterns = [
    path("<int:number>/", portal.version, name="version"),
    path("<int:number>/comparer/<int:other>/", portal.compare, name="compare"),
    path("<int:number>/adopter/", portal.adopt, name="adopt"),
    path("<int:number>/resolution/", portal.resolution, name="resolution"),
]
