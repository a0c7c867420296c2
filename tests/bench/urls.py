"""The site's addresses and the bare ones."""

from django.urls import path

from config.urls import urlpatterns as site
from tests.bench import bare

urlpatterns = [
    path("bare/enrol/<uuid:uuid>", bare.enrol),
    path("bare/order/<uuid:uuid>", bare.order),
    path("bare/bytes/<path:what>", bare.prepared_bytes),
    *site,
]
