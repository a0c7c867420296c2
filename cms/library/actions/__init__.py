"""Writing the library: works and their files, exceptions to the policy, counted downloads."""

from cms.library.actions.downloads import record_download
from cms.library.actions.exceptions import grant_access, lift_narrowing, narrow_access, withdraw_grant
from cms.library.actions.indexing import index_library, index_resources, index_stale
from cms.library.actions.reading import give_up_reading, lease_reading, record_text
from cms.library.actions.resources import (
    add_file,
    add_resource,
    add_topic,
    archive,
    change_resource,
    publish_resource,
    translate_resource,
)

__all__ = [
    "add_file",
    "add_resource",
    "add_topic",
    "archive",
    "change_resource",
    "give_up_reading",
    "grant_access",
    "index_library",
    "index_resources",
    "index_stale",
    "lease_reading",
    "lift_narrowing",
    "narrow_access",
    "publish_resource",
    "record_download",
    "record_text",
    "translate_resource",
    "withdraw_grant",
]
