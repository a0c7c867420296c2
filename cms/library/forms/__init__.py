"""What a reader may ask of the list, and what the librarian fills in."""

from cms.library.forms.acts import (
    ArrangeForm,
    CollectionForm,
    FollowingForm,
    MergeTopicForm,
    ReasonForm,
    RelatedForm,
    RemarkForm,
    ReviewForm,
    ShelvesForm,
    TopicForm,
)
from cms.library.forms.records import (
    ExceptionForm,
    FilterForm,
    GrantForm,
    NewFileForm,
    NewRecordForm,
    RecordForm,
    TranslationForm,
)

__all__ = [
    "ArrangeForm",
    "CollectionForm",
    "ExceptionForm",
    "FilterForm",
    "FollowingForm",
    "GrantForm",
    "MergeTopicForm",
    "NewFileForm",
    "NewRecordForm",
    "ReasonForm",
    "RecordForm",
    "RelatedForm",
    "RemarkForm",
    "ReviewForm",
    "ShelvesForm",
    "TopicForm",
    "TranslationForm",
]
