from config.management.commands.openapi import SNAPSHOT, document


def test_openapi_document_matches_the_committed_one():
    assert document() == SNAPSHOT.read_text(), "The contract changed: run `make snapshot`, and add a CHANGELOG line."


def test_every_operation_is_named_by_hand_and_documents_its_refusals():
    import json

    operations = [op for path in json.loads(document())["paths"].values() for op in path.values()]

    names = [operation["operationId"] for operation in operations]
    assert sorted(set(names)) == sorted(names)
    assert [name for name in names if "_api_" in name] == [], "Give each route an operation_id of its own."
    assert [op["operationId"] for op in operations if "default" not in op["responses"]] == []
