"""The demo's parts, each brought by the importers and actions of its feature."""
