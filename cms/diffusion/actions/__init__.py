"""Writing, consulting on and adopting the policy."""

from cms.diffusion.actions.adopting import (
    adopt_policy,
    confirm_adoption,
    open_consultation,
    prepare_adoption,
    withdraw_adoption,
)
from cms.diffusion.actions.drafting import (
    change_policy,
    discard_policy,
    draft_first_policy,
    draft_next_policy,
    draft_policy,
)
from cms.diffusion.actions.writing import (
    ExampleDraft,
    RuleDraft,
    add_example,
    drafts_of,
    examples_of,
    place_rule,
    placed,
    remove_example,
    remove_rule,
    replace_examples,
    replace_rules,
)

__all__ = [
    "ExampleDraft",
    "RuleDraft",
    "add_example",
    "adopt_policy",
    "change_policy",
    "confirm_adoption",
    "discard_policy",
    "draft_first_policy",
    "draft_next_policy",
    "draft_policy",
    "drafts_of",
    "examples_of",
    "open_consultation",
    "place_rule",
    "placed",
    "prepare_adoption",
    "remove_example",
    "remove_rule",
    "replace_examples",
    "replace_rules",
    "withdraw_adoption",
]
