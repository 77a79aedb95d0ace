"""One Web API call: reading its arguments, who may make it, and how it fails. It must not do what the call asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from deploy.sandbox.json import Json
from deploy.sandbox.slack.settings import SlackSettings
from deploy.sandbox.slack.workspace import Workspace

JSON_ARGUMENTS = ("blocks", "attachments", "metadata", "view", "message")
"""Arguments that arrive as JSON text when the call is form-encoded (docs.slack.dev, Web API)."""


class ApiError(Exception):
    """Slack's answer `ok: false`; `more` are the fields beside `error`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more

    def body(self) -> Json:
        """The answer as Slack words it."""
        return {"ok": False, "error": self.error, **self.more}


def refused(error: str, problems: list[str]) -> ApiError:
    """The answer to blocks or views that break rules: the problems twice, as Slack lists them."""
    if not problems:
        return ApiError(error)
    return ApiError(error, errors=problems, response_metadata={"messages": [f"[ERROR] {each}" for each in problems]})


@dataclass(frozen=True)
class Call:
    """The arguments of one call; values are what JSON would give, whatever the encoding was."""

    arguments: Json

    def text(self, name: str, error: str = "invalid_arguments") -> str:
        """A needed argument. Raises ApiError."""
        value = self.arguments.get(name)
        if value is None or value == "":
            raise _missing(error, name)
        return str(value)

    def flag(self, name: str) -> bool:
        """A yes or no, in any of the spellings form-encoding makes of it."""
        return self.arguments.get(name) in (True, "true", "True", "1", 1)


def _missing(error: str, name: str) -> ApiError:
    if error != "invalid_arguments":
        return ApiError(error)
    return ApiError(error, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})


@dataclass(frozen=True)
class Method:
    """A method the app may call: what does it, which scope it needs and which token."""

    run: Callable[[Workspace, Call], Json]
    scope: str = ""
    token: Literal["bot", "app"] = "bot"


async def read_call(request: web.Request) -> Json:
    """The arguments of a call: query, form or JSON, and the empty body that some clients send. Raises ApiError."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        raw = await request.text()
        try:
            document = json.loads(raw) if raw.strip() else {}
        except (ValueError, RecursionError):
            raise ApiError("invalid_json") from None
        if not isinstance(document, dict):
            raise ApiError("json_not_object")
        arguments |= document
    elif request.method == "POST":
        arguments |= {name: str(value) for name, value in (await request.post()).items()}
    return {name: _decoded(name, value) for name, value in arguments.items() if value is not None}


def _decoded(name: str, value: Any) -> Any:
    if name not in JSON_ARGUMENTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        error = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise ApiError(error.get(name, "invalid_arguments")) from None


def token_of(request: web.Request, arguments: Json) -> str:
    """The token, from the Authorization header or the arguments; empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token", ""))


def check_token(settings: SlackSettings, token: str, method: Method, scopes: tuple[str, ...]) -> None:
    """Refuse calls without the right token or scope. Raises ApiError."""
    kinds = {settings.bot_token: "bot", settings.app_token: "app"}
    if not token:
        raise ApiError("not_authed")
    if token not in kinds:
        raise ApiError("invalid_auth")
    if kinds[token] != method.token:
        raise ApiError("not_allowed_token_type")
    if method.scope and method.scope not in scopes:
        raise ApiError("missing_scope", needed=method.scope, provided=",".join(scopes))
