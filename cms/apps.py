"""What is shown, and to whom: pages, images, the document library under its diffusion policy."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
        from wagtail.models import PageViewRestriction
        from wagtail.signals import post_page_move

        from cms.access_requests import personal as of_requests
        from cms.access_requests.mails import MAIL_KINDS
        from cms.diffusion import personal as of_diffusion
        from cms.diffusion.registry import IMPACTS
        from cms.library import personal as of_library
        from cms.library.actions import index_library
        from cms.library.following import FOLLOWED as OF_THE_LIBRARY
        from cms.library.imports import KINDS
        from cms.library.queries import hits as library_hits
        from cms.media import personal as of_media
        from cms.pages.actions import index_pages
        from cms.pages.models import forget_answers
        from cms.pages.queries import hits as page_hits
        from cms.search.registry import SOURCES, Source
        from cms.search.triggers import FOLLOWED
        from cms.simulations.queries import impact_of
        from registrations.imports.registry import IMPORTS
        from registrations.privacy.registry import ERASURES, EXPORTS, RETENTIONS
        from registrations.triggers import FROZEN, Frozen

        IMPACTS.append(impact_of)
        IMPORTS.update({kind.kind: kind for kind in KINDS})
        ERASURES.extend(of_requests.ERASURES + of_diffusion.ERASURES + of_library.ERASURES + of_media.ERASURES)
        EXPORTS.extend(of_requests.EXPORTS + of_library.EXPORTS + of_media.EXPORTS)
        RETENTIONS.extend(of_library.RETENTIONS)
        from cms.library.merging import MERGE
        from registrations.messages.registry import MAILS
        from registrations.organisations.registry import MERGES
        from registrations.people.registry import MERGES as PEOPLE

        MERGES.extend([MERGE, *of_requests.ORGANISATIONS])
        PEOPLE.extend(of_requests.PEOPLE + of_library.PEOPLE_MERGES)
        MAILS.update(MAIL_KINDS)
        FOLLOWED.extend(OF_THE_LIBRARY)
        SOURCES["resource"] = Source(rebuild=index_library, find=library_hits)
        SOURCES["page"] = Source(rebuild=index_pages, find=page_hits)
        pre_migrate.connect(before_migration, dispatch_uid="cms.search.remove")
        post_migrate.connect(after_migration, sender=self, dispatch_uid="cms.search.install")
        for signal in (post_save, post_delete):
            signal.connect(forget_answers, sender=PageViewRestriction)
        post_page_move.connect(forget_answers)

        adopted = "EXISTS (SELECT 1 FROM cms_policyversion v WHERE v.id = {row}.policy_id AND v.state = 'adopted')"
        FROZEN.extend(
            (
                Frozen(name="policyversion_adopted_is_frozen", table="cms_policyversion", when="OLD.state = 'adopted'"),
                Frozen(
                    name="policyrule_adopted_is_frozen",
                    table="cms_policyrule",
                    when=adopted.format(row="OLD"),
                    closed=adopted.format(row="NEW"),
                ),
                Frozen(
                    name="policyexample_adopted_is_frozen",
                    table="cms_policyexample",
                    when=adopted.format(row="OLD"),
                    closed=adopted.format(row="NEW"),
                ),
                Frozen(
                    name="policysimulation_kept_is_frozen",
                    table="cms_policysimulation",
                    when="OLD.state = 'done'",
                    deletable=True,  # with a draft that is thrown away; an adopted version cannot be
                ),
                Frozen(
                    name="policyadoption_confirmed_is_frozen",
                    table="cms_policyadoption",
                    when="OLD.confirmed_at IS NOT NULL",
                    # Not who prepared and confirmed: two records of one person can be merged.
                    only=(
                        "policy_id",
                        "resolution",
                        "decided_on",
                        "effective_from",
                        "document",
                        "document_name",
                        "document_sha256",
                        "prepared_at",
                        "confirmed_at",
                    ),
                ),
            )
        )


def before_migration(using: str = "default", **_signal: Any) -> None:
    """SQLite remakes tables only without what hangs on them."""
    from cms.search.triggers import remove

    remove(connections[using])


def after_migration(using: str = "default", **_signal: Any) -> None:
    """What follows the search entries, whatever the migrations did to their table."""
    from cms.search.triggers import install

    install(connections[using])
