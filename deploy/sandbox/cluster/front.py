"""The way in: notes each request, lets a fault strike, asks RBAC, turns errors into Status. Knows no objects."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

from aiohttp import web

from deploy.sandbox.cluster import api
from deploy.sandbox.cluster.asks import Ask, read_ask
from deploy.sandbox.cluster.breaking import break_connection
from deploy.sandbox.cluster.faults import ClusterFault, refusal
from deploy.sandbox.cluster.objects.statuses import StatusError
from deploy.sandbox.cluster.state import ClusterState

GARBAGE = b'{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"na'
HANG_LOOKS_EVERY = 0.1  # seconds between looks whether a hanging request may end because the fault was cleared


async def handle(request: web.Request, cluster: ClusterState) -> web.StreamResponse:
    """One API request from its first byte to its last."""
    began, status = time.monotonic(), 0
    ask: Ask | None = None
    try:
        ask = read_ask(request.method, request.path, request.query)
        response = await _answer(request, ask, cluster)
        status = response.status
    except StatusError as error:
        response = api.json_response(request, error.body, error.code)
        status = error.code
    finally:
        _note(request, ask, status, time.monotonic() - began, cluster)
    return response


async def _answer(request: web.Request, ask: Ask | None, cluster: ClusterState) -> web.StreamResponse:
    fault = cluster.faults.met_by(request.path, ask)
    if fault is not None and (struck := await _strike(request, fault, ask, cluster)):
        return struck
    user = cluster.access.user(request.headers.get("Authorization", ""))
    if ask is None:
        return api.answer_path(request, cluster)
    cluster.access.check(ask, user)
    return await api.answer(request, ask, cluster)


async def _strike(
    request: web.Request, fault: ClusterFault, ask: Ask | None, cluster: ClusterState
) -> web.StreamResponse | None:
    """Does what the fault says; None means that the request goes on as if nothing were wrong. Raises StatusError."""
    if fault.slow:
        await asyncio.sleep(fault.slow)
    if fault.status:
        raise refusal(fault.status)
    if fault.garbage:
        return web.Response(body=GARBAGE, content_type="application/json")
    if fault.reset:
        return await _broken(request)
    if fault.hang:
        await _hang(request, fault, ask, cluster)
    return None


async def _broken(request: web.Request) -> web.StreamResponse:
    """Half a body, then a reset."""
    response = web.StreamResponse(headers={"Content-Length": "65536"})
    response.content_type = "application/json"
    await response.prepare(request)
    await response.write(b'{"kind":"PodList","apiVersion":"v1","items":[')
    break_connection(request.transport)
    return response


async def _hang(request: web.Request, fault: ClusterFault, ask: Ask | None, cluster: ClusterState) -> None:
    """Keeps the client waiting until the faults are cleared; of a watch it has seen the headers."""
    if ask is not None and ask.verb == "watch":
        response = web.StreamResponse()
        response.content_type = "application/json"
        await response.prepare(request)
    while (fault in cluster.faults or fault.count) and request.transport is not None:
        await asyncio.sleep(HANG_LOOKS_EVERY)
    if ask is not None and ask.verb == "watch":
        break_connection(request.transport)  # its headers are out, so it can only end by breaking


def _note(request: web.Request, ask: Ask | None, status: int, seconds: float, cluster: ClusterState) -> None:
    cluster.requests.append(
        {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": request.method,
            "path": request.path,
            "query": request.query_string,
            "verb": ask.verb if ask else "",
            "status": status,
            "seconds": round(seconds, 4),
            "agent": request.headers.get("User-Agent", ""),
        }
    )
