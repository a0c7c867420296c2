"""The site map."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.api import api
from config.demo.components import components
from config.home.accounts import closed
from registrations.payments.webhooks import stripe_event

urlpatterns = [
    path("", include("config.home.urls")),
    path("api/v1/", api.urls),
    path("comptes/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/bulk/registrations/<path:rest>", closed),
    path("admin/bulk/auth/<path:rest>", closed),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("webhooks/stripe", stripe_event, name="stripe_webhook"),
]
if settings.DEMO:
    urlpatterns += [path("demo/composants/", components, name="demo_components")]
if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
urlpatterns += [path("", include(wagtail_urls))]  # the last: it answers what nobody else has
