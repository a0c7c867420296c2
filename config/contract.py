"""The OpenAPI document: what ninja writes, completed with what holds for every route."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from registrations.schemas import Problem

WAYS = {
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "With X-CSRFToken when unsafe."},
    "headless": {"type": "apiKey", "in": "header", "name": "X-Session-Token", "description": "From /_allauth/."},
    "token": {"type": "http", "scheme": "bearer", "description": "A personal or service API token."},
}
REFUSAL = {
    "description": "A refusal; each code is documented at /problems/{code}.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "required": False,
    "description": "The same key and body get the same answer, and are done once.",
}


def completed(document: OpenAPISchema) -> OpenAPISchema:
    """Add the refusals, the ways to sign in and the idempotency key; leave HEAD out."""
    for path in document["paths"].values():
        path.pop("head", None)
        for method, operation in path.items():
            _complete(method, operation)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    document["components"]["securitySchemes"] = WAYS
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["responses"] = {str(code): answer for code, answer in operation["responses"].items()}
    operation["responses"]["default"] = REFUSAL
    optional = {"RequiredCredentials": []} not in operation.get("security", [])
    operation["security"] = [*({way: []} for way in WAYS), *([{}] if optional else [])]
    if method == "post" and KEY not in operation["parameters"]:
        operation["parameters"] = [*operation["parameters"], KEY]
