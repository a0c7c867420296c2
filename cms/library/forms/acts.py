"""What the librarian is asked when a work changes its state, its shelves or its neighbours."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.library.models import Collection, CollectionItem, Resource, Topic
from cms.library.queries import work_at


class ReasonForm(forms.Form):
    """Why; the journal and the record keep it."""

    reason = forms.CharField(label=_("reason"), max_length=300)


class RemarkForm(forms.Form):
    """What is to be changed before it is shown."""

    remark = forms.CharField(label=_("What is to be changed"), max_length=300, widget=forms.Textarea({"rows": 3}))


class WorkField(forms.CharField):
    """A work, by the last part of its address or by its whole address, as one pastes it from the browser."""

    def clean(self, value: Any) -> Resource | None:
        text = super().clean(value)
        return self.found(text) if text else None

    @staticmethod
    def found(text: str) -> Resource:
        slug = urlsplit(text.strip()).path.rstrip("/").rpartition("/")[2]
        resource = work_at(slug)
        if resource is None:
            raise forms.ValidationError(_("No resource has the address “%(address)s”."), params={"address": text})
        return resource


class WorksField(forms.CharField):
    """Several works, one per line."""

    widget = forms.Textarea({"rows": 5})

    def clean(self, value: Any) -> list[Resource]:
        text = super().clean(value)
        return [WorkField.found(line) for line in text.splitlines() if line.strip()]


class FollowingForm(forms.Form):
    """The work that follows this one."""

    following = WorkField(
        label=_("New resource"), help_text=_("The address of its page, or its last part: guide-2026.")
    )


class RelatedForm(forms.Form):
    """The works that a reader of this one may want."""

    others = WorksField(label=_("Related resources"), required=False, help_text=_("The address of one page per line."))


class ReviewForm(forms.Form):
    """When the work is to be read again."""

    next_on = forms.DateField(
        label=_("Next review"),
        widget=AdminDateInput,
        required=False,
        help_text=_("Empty: this resource does not age."),
    )


class TopicForm(forms.Form):
    """A word of the vocabulary."""

    name_fr = forms.CharField(label=_("name in French"), max_length=120)
    name_en = forms.CharField(label=_("name in English"), max_length=120, required=False)
    slug = forms.SlugField(label=_("slug"), max_length=60)
    order = forms.IntegerField(
        label=_("rank"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Those of the same rank are by name."),
    )

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class MergeTopicForm(forms.Form):
    """The topic that is kept."""

    kept = forms.ModelChoiceField(label=_("Topic to keep"), queryset=Topic.objects.all())


class CollectionForm(forms.Form):
    """What is said of a collection."""

    title_fr = forms.CharField(label=_("title in French"), max_length=200)
    title_en = forms.CharField(label=_("title in English"), max_length=200, required=False)
    slug = forms.SlugField(label=_("slug"), max_length=80)
    text_fr = forms.CharField(label=_("text in French"), widget=forms.Textarea({"rows": 3}), required=False)
    text_en = forms.CharField(label=_("text in English"), widget=forms.Textarea({"rows": 3}), required=False)
    order = forms.IntegerField(label=_("rank"), min_value=0, max_value=9999, required=False)

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class ShelvesForm(forms.Form):
    """The collections in which a work stands."""

    collections = forms.ModelMultipleChoiceField(
        label=_("collections"),
        queryset=Collection.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ArrangeForm(forms.Form):
    """The rank of each work of a collection; an empty one takes the work out."""

    def __init__(self, *args: Any, collection: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(collection.items.select_related("resource"))
        for rank, item in enumerate(self.items, start=1):
            self.fields[f"rank_{item.pk}"] = forms.IntegerField(
                label=item.resource.title, min_value=1, max_value=9999, required=False, initial=rank
            )

    def arranged(self) -> list[CollectionItem]:
        """The places that stay, in their new order."""
        ranks = {item: self.cleaned_data[f"rank_{item.pk}"] for item in self.items}
        return sorted((item for item, rank in ranks.items() if rank), key=lambda item: ranks[item])
