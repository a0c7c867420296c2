"""Write the committed OpenAPI document, which a test compares with what the routes say."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from config.api import api

SNAPSHOT = Path(settings.ROOT) / "tests" / "openapi.json"


def document() -> str:
    """The contract as it is committed: English, sorted, indented, so that differences read well."""
    with override("en"):
        schema = api.get_openapi_schema()
    plain = json.loads(json.dumps(schema, cls=DjangoJSONEncoder))  # statuses are numbers or words until then
    return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


class Command(BaseCommand):
    help = "Renew tests/openapi.json."

    def handle(self, *_args: Any, **_options: Any) -> None:
        SNAPSHOT.write_text(document())
        self.stdout.write(str(SNAPSHOT.relative_to(settings.ROOT)))
