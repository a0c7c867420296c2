"""Which tables say the words of a resource: a change there marks its entry in the index."""

from cms.search.triggers import Followed

KIND = "resource"
OF_TOPIC = "SELECT resource_id AS key FROM cms_resource_topics WHERE topic_id = {row}.id"
OF_RESOURCE = "SELECT {row}.resource_id AS key"
FOLLOWED = (
    Followed(KIND, "cms_resource", "SELECT {row}.id AS key", ("title", "abstract", "authors"), is_record=True),
    Followed(KIND, "cms_resource_topics", OF_RESOURCE, ("resource_id", "topic_id")),
    Followed(KIND, "cms_topic", OF_TOPIC, ("name_fr", "name_en")),
    Followed(
        KIND, "cms_filepage", "SELECT resource_id AS key FROM cms_resourcefile WHERE id = {row}.file_id", ("words",)
    ),
    Followed(KIND, "cms_resourcefile", OF_RESOURCE, ("resource_id", "language", "edition", "withdrawn_at")),
)
