"""The app's description of itself, with the JSON of every page, as OpenAPI."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_REF = "#/components/schemas/{name}"


def answer(kind: type[msgspec.Struct]) -> dict[int | str, dict[str, Any]]:
    """What a page's JSON looks like, for the description of its address."""
    schema = {"$ref": _REF.format(name=kind.__name__)}
    return {
        200: {
            "description": (kind.__doc__ or "").partition("\n")[0],
            "content": {"application/json": {"schema": schema}},
        }
    }


def described(app: FastAPI, kinds: tuple[type[msgspec.Struct], ...]) -> None:
    """Have `app` describe itself, the schemas of `kinds` and of what they hold included."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title, version=app.version, summary=app.summary, routes=app.routes
            )
            _, known = msgspec.json.schema_components(kinds, ref_template=_REF)
            schema.setdefault("components", {}).setdefault("schemas", {}).update(known)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]
