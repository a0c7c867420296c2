"""The site map."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import cms, error_pages, health, media, refusal_pages
from config.api import api
from config.demo import mails
from config.demo.components import components
from config.home.accounts import closed
from config.home.sitemaps import SITEMAPS
from magazine.issues.portal import IssuesFeed
from registrations.messages.webhooks import provider_webhook
from registrations.payments.webhooks import stripe_event

urlpatterns = [
    path("api/v1/", api.urls),  # the first: a rush goes there
    path("", include("config.home.urls")),
    path("", include("registrations.directory.urls")),
    path("", include("registrations.groups.urls")),
    path("", include("registrations.receivables.urls")),
    path("", include("registrations.staff.urls")),
    path("", include("registrations.organisations.urls")),
    path("", include("registrations.memberships.urls")),
    path("", include("registrations.renewals.urls")),
    path("", include("registrations.privacy.urls")),
    path("", include("registrations.certificates.urls")),
    path("", include("registrations.questions.urls")),
    path("", include("registrations.surveys.urls")),
    path("", include("registrations.calendars.urls")),
    path("", include("cms.access_requests.urls")),
    path("", include("training.sessions.urls")),
    path("", include("training.enrolments.urls")),
    path("", include("training.answers.urls")),
    path("", include("training.attendance.urls")),
    path("", include("training.completion.urls")),
    path("", include("training.colleagues.urls")),
    path("", include("training.digests.urls")),
    path("api/cms/", cms.urls()),
    re_path(r"^api/", error_pages.no_such_address),
    path("problems/", refusal_pages.every, name="problems"),
    path("problems/<slug:code>", refusal_pages.one, name="problem"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("moi/", include("registrations.people.urls")),
    path("comptes/email/", RedirectView.as_view(pattern_name="people:addresses")),
    path("comptes/", include("allauth.urls")),
    # People sign in by their e-mail: allauth's doors to telephones would answer nothing but failures.
    re_path(r"^_allauth/\w+/v1/(?:account|auth)/phone", error_pages.no_such_address),
    # Addresses are said, proved and chosen at /moi/adresses/ and /api/v1/me/addresses, by our own actions.
    re_path(r"^_allauth/\w+/v1/account/email", error_pages.no_such_address),
    path("_allauth/", include("registrations.people.headless")),
    path("_allauth/", include("allauth.headless.urls")),
    path("bibliotheque/politique/", include("cms.diffusion.urls")),
    path("recherche/", include("cms.search.urls")),
    path("moi/telechargements/", include("cms.downloads.urls")),
    path("bibliotheque/", include("cms.library.urls")),
    path("magazine/", include("magazine.issues.urls")),
    path("feeds/issues.atom", IssuesFeed(), name="feed_issues"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # Wagtail's own doors would pass beside the codes and the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/account/", RedirectView.as_view(pattern_name="people:profile")),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    re_path(r"^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/bulk/registrations/<path:rest>", closed),
    path("admin/bulk/auth/<path:rest>", closed),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("webhooks/stripe", stripe_event, name="stripe_webhook"),
    path("colloque/", include("registrations.colloquium.urls")),
    path("commandes/", include("registrations.payments.urls")),
    path("exposants/", include("registrations.exhibitors.urls")),
    path("moi/commandes/", RedirectView.as_view(pattern_name="orders:mine")),
]
if settings.MAIL_PROVIDER:
    urlpatterns += [path("webhooks/courriel/", provider_webhook(settings.MAIL_PROVIDER), name="mail_webhook")]
if settings.DEMO:
    urlpatterns += [path("demo/composants/", components, name="demo_components")]
if settings.MAIL_VIEWER:
    urlpatterns += [
        path("demo/mails/", mails.mails, name="demo_mails"),
        path("demo/mails/<slug:name>/", mails.mail, name="demo_mail"),
        path("demo/mails/<slug:name>/html/", mails.mail_html, name="demo_mail_html"),
        path("demo/mails/<slug:name>/<int:number>/", mails.mail_attachment, name="demo_mail_attachment"),
    ]
if not settings.S3_PUBLIC_BUCKET:
    urlpatterns += [path(f"media/{name}/<path:path>", media.public_file, {"folder": name}) for name in media.SHOWN]
urlpatterns += [path("", include(wagtail_urls))]  # the last: it answers what nobody else has

handler400 = "config.error_pages.bad_request"
handler403 = "config.error_pages.forbidden"
handler404 = "config.error_pages.not_found"
handler500 = "config.error_pages.broken"
