"""Wagtail's choosers without the inline script that our content security policy refuses.

`BaseChooser.render` is the one place of Wagtail's Python that writes a `<script>`; it has no hook to change it.
`static/admin/start.js` starts what the element left here names.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

SCRIPT = re.compile(r"(?s)(.*)<script>new (\w+)\((.*)\);?</script>")


def install() -> None:
    """Called once, when the applications are ready."""
    BaseChooser.render = marked(BaseChooser.render)


def marked(render: Callable[..., SafeString]) -> Callable[..., SafeString]:
    @wraps(render)
    def rendered(*args: Any, **kwargs: Any) -> SafeString:
        html = render(*args, **kwargs)
        if not (found := SCRIPT.fullmatch(html)):
            return html
        widget, name, arguments = found.groups()
        # The widget's own HTML, as Wagtail escaped it.
        return mark_safe(widget) + format_html(  # noqa: S308
            '<span hidden data-start="new" data-class="{}" data-options="{}"></span>', name, f"[{arguments}]"
        )

    return rendered
