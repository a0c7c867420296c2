"""Topics and collections: the librarian's vocabulary and shelves."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.actions import (
    add_topic,
    arrange_collection,
    change_topic,
    merge_topics,
    remove_collection,
    remove_topic,
    save_collection,
)
from cms.library.forms import ArrangeForm, CollectionForm, MergeTopicForm, TopicForm
from cms.library.models import Collection, Topic
from registrations.actors import Role
from registrations.viewsets import (
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionPostView,
    ActionViewSet,
)


class NewTopicView(ActionCreateView):
    form_class = TopicForm

    def perform(self, **topic: Any) -> Topic:
        return add_topic(by=self.actor(), at=timezone.now(), **topic)


class ChangeTopicView(ActionEditView):
    form_class = TopicForm
    at_fault = {"topic-taken": "slug"}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in TopicForm.base_fields}

    def perform(self, **topic: Any) -> Topic:
        return change_topic(self.object, by=self.actor(), at=timezone.now(), **topic)


class MergeTopicView(ActionPostView):
    label, icon = _("Merge with another topic"), "copy"
    question = _("The resources of this topic take the other one, and this one disappears.")
    form_class = MergeTopicForm

    def perform(self, *, kept: Topic) -> Topic:
        return merge_topics(self.object, kept=kept, by=self.actor(), at=timezone.now())


class RemoveTopicView(ActionDeleteView):
    def perform(self) -> None:
        remove_topic(self.object, by=self.actor(), at=timezone.now())


class TopicViewSet(ActionViewSet):
    model = Topic
    name = "themes"
    icon = "tag"
    roles_change = (Role.LIBRARIAN,)
    add_view_class = NewTopicView
    edit_view_class = ChangeTopicView
    delete_view_class = RemoveTopicView
    post_views = {"fusionner": MergeTopicView}
    list_display = ("name_fr", "name_en", "slug", "order")
    search_fields = ("name_fr", "name_en")
    related = ((_("Resources"), "resources", ("title", "kind", "state")),)


class NewCollectionView(ActionCreateView):
    form_class = CollectionForm
    at_fault = {"collection-taken": "slug"}

    def perform(self, **collection: Any) -> Collection:
        return save_collection(None, by=self.actor(), at=timezone.now(), **collection)


class ChangeCollectionView(ActionEditView):
    form_class = CollectionForm
    at_fault = {"collection-taken": "slug"}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in CollectionForm.base_fields}

    def perform(self, **collection: Any) -> Collection:
        return save_collection(self.object, by=self.actor(), at=timezone.now(), **collection)


class RemoveCollectionView(ActionDeleteView):
    def perform(self) -> None:
        remove_collection(self.object, by=self.actor(), at=timezone.now())


class ArrangeView(ActionPostView):
    label, icon = _("Order"), "order"
    question = _("Number the resources from the first to the last; without a number, one leaves the collection.")
    form_class = ArrangeForm

    @classmethod
    def offered(cls, collection: Collection) -> bool:
        return collection.items.exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"collection": self.object}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"items": form.arranged()}

    def perform(self, *, items: Any) -> Collection:
        arrange_collection(self.object, items=items, by=self.actor(), at=timezone.now())
        return self.object


class CollectionViewSet(ActionViewSet):
    model = Collection
    name = "collections-documentaires"
    icon = "folder-open-1"
    roles_view = (Role.EDITOR,)
    roles_change = (Role.LIBRARIAN,)
    add_view_class = NewCollectionView
    edit_view_class = ChangeCollectionView
    delete_view_class = RemoveCollectionView
    post_views = {"ordonner": ArrangeView}
    list_display = ("title_fr", "title_en", "slug", "order")
    search_fields = ("title_fr", "title_en")
    inspect_view_fields = ("title_fr", "title_en", "slug", "text_fr", "text_en", "order")
    related = ((_("Resources"), "items", ("resource", "order")),)
