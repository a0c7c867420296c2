"""What the end of an editors' workflow does: an article waits for its issue, other pages are published."""

from typing import Any

from django.utils import timezone


def finish(workflow_state: Any, user: Any = None) -> None:
    """Wagtail's `on_finish`. It is imported while Wagtail's models are still loading: ours come in later."""
    from wagtail.workflows import publish_workflow_state

    from magazine.articles.actions import approve_article
    from magazine.models import ArticlePage, IssuePage
    from registrations.actors import Actor, Role, Via, roles_of

    page = workflow_state.content_object.specific
    if isinstance(page, ArticlePage):
        # The workflow's own task decided who may approve.
        by = Actor(person=user, roles=roles_of(user) | {Role.EDITOR.value}, via=Via.ADMIN)
        approve_article(page, by=by, at=timezone.now())
    elif not isinstance(page, IssuePage):
        publish_workflow_state(workflow_state, user=user)
