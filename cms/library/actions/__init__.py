"""Writing the library: works and their files, their states, shelves, exceptions to the policy, counted downloads."""

from cms.library.actions.covers import keep_cover, lease_cover
from cms.library.actions.downloads import forget_downloads, record_download, remember_download
from cms.library.actions.exceptions import grant_access, lift_narrowing, narrow_access, withdraw_grant
from cms.library.actions.files import add_file, forget_orphans, withdraw_file
from cms.library.actions.indexing import index_library, index_resources, index_stale
from cms.library.actions.reading import give_up_reading, lease_reading, record_text
from cms.library.actions.resources import add_resource, change_resource, translate_resource
from cms.library.actions.shelving import (
    add_topic,
    arrange_collection,
    change_topic,
    merge_topics,
    remove_collection,
    remove_topic,
    save_collection,
    shelve,
)
from cms.library.actions.workflow import (
    note_review,
    publish_resource,
    relate_resources,
    replace_resource,
    return_resource,
    submit_resource,
    withdraw_resource,
)

__all__ = [
    "add_file",
    "add_resource",
    "add_topic",
    "arrange_collection",
    "change_resource",
    "change_topic",
    "forget_downloads",
    "forget_orphans",
    "give_up_reading",
    "grant_access",
    "index_library",
    "index_resources",
    "index_stale",
    "keep_cover",
    "lease_cover",
    "lease_reading",
    "lift_narrowing",
    "merge_topics",
    "narrow_access",
    "note_review",
    "publish_resource",
    "record_download",
    "record_text",
    "relate_resources",
    "remember_download",
    "remove_collection",
    "remove_topic",
    "replace_resource",
    "return_resource",
    "save_collection",
    "shelve",
    "submit_resource",
    "translate_resource",
    "withdraw_file",
    "withdraw_grant",
    "withdraw_resource",
]
