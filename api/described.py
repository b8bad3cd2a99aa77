"""How the API describes itself (OpenAPI 3.1): what FastAPI derives from the code, and the refusals all calls share."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from api.problems import Fault, ProblemDetails

COMPONENT = "#/components/schemas/{model}"
SHARED = (ProblemDetails, Fault)


class DescribedApp(FastAPI):
    """An application whose description has the schemas of its refusals."""

    def openapi(self) -> dict[str, Any]:
        """Return the description, made once."""
        described = super().openapi()
        schemas = described.setdefault("components", {}).setdefault("schemas", {})
        for model in SHARED:
            if model.__name__ not in schemas:
                schema = model.model_json_schema(ref_template=COMPONENT)
                schema.pop("$defs", None)
                schemas[model.__name__] = schema
        _share_refusals(described)
        return described


def _share_refusals(described: dict[str, Any]) -> None:
    """Let every call refer to the refusals that are the same everywhere: they are described once."""
    shared = described["components"].setdefault("responses", {})
    for operations in described["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            for status, response in responses.items():
                name = HTTPStatus(int(status)).phrase.replace(" ", "")
                if int(status) >= HTTPStatus.BAD_REQUEST and shared.setdefault(name, response) == response:
                    responses[status] = {"$ref": f"#/components/responses/{name}"}
