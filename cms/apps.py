"""What is shown, and to whom: pages, images, the document library under its diffusion policy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from cms.library.imports import KINDS
        from registrations.imports.registry import IMPORTS
        from registrations.triggers import FROZEN, Frozen

        IMPORTS.update({kind.kind: kind for kind in KINDS})

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
            )
        )
