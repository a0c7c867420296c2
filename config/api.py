"""The JSON API: one OpenAPI document, made of the features' routers."""

from ninja import NinjaAPI

api = NinjaAPI(title="AXTRA", version="1.0.0", urls_namespace="api", openapi_url="/openapi.json", docs_url="/docs")
