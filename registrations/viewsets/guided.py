"""*Aide* on each screen: a link to the page of the team's guide that speaks of it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton


class Guided:
    """For every admin view of ours; `guide` names a page of `docs/guide`."""

    guide: str = ""

    def get_header_buttons(self) -> list[Any]:
        buttons = list(super().get_header_buttons())
        if self.guide:
            link = reverse("aide", args=[self.guide])
            buttons.append(HeaderButton(_("Help"), url=link, icon_name="help", attrs={"data-aide": self.guide}))
        return buttons
