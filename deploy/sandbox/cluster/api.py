"""Answers requests for resources from the cluster's state. Knows HTTP and the state, not where objects come from."""

from __future__ import annotations

import gzip
import json
import uuid
from contextlib import suppress

from aiohttp import web

from deploy.sandbox.cluster.asks import Ask, number_of
from deploy.sandbox.cluster.discovery import discovered
from deploy.sandbox.cluster.following import follow
from deploy.sandbox.cluster.formats import Format, chosen_format
from deploy.sandbox.cluster.leases import write_lease
from deploy.sandbox.cluster.logs import LogOptions, log_options, rendered
from deploy.sandbox.cluster.objects.resources import ACCESS_REVIEWS, LEASES, NODES, RULES_REVIEWS, Resource
from deploy.sandbox.cluster.objects.selectors import Matches, field_selector, label_selector
from deploy.sandbox.cluster.objects.statuses import StatusError, bad_request, method_not_allowed, not_found, too_large
from deploy.sandbox.cluster.paging import ListChunk, limit_of
from deploy.sandbox.cluster.protobuf import MEDIA_TYPE, BadMessage, access_review
from deploy.sandbox.cluster.state import ClusterState
from deploy.sandbox.cluster.watching import Watch, stream
from deploy.sandbox.json import Json

GZIP_FROM = 128 * 1024  # staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/writers.go


def json_response(request: web.Request, document: Json, status: int = 200) -> web.Response:
    """A JSON answer with the headers of the real server, compressed when it is large and the client can take it."""
    body = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    headers = {"Cache-Control": "no-cache, private", "Audit-Id": str(uuid.uuid4())}
    if len(body) >= GZIP_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, 1)  # level 1 is what the real server uses
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    if retry := document.get("details", {}).get("retryAfterSeconds") if document.get("kind") == "Status" else None:
        headers["Retry-After"] = str(retry)
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def answer_path(request: web.Request, cluster: ClusterState) -> web.Response:
    """Paths that are no resource: discovery, version, health."""
    path = request.path.rstrip("/")
    if path in ("/healthz", "/livez", "/readyz"):
        return web.Response(text="ok")
    if path == "/version":
        return json_response(request, cluster.version)
    document = discovered(path, request.host)
    if document is None:
        return web.Response(text="404 page not found\n", status=404)
    return json_response(request, document)


async def answer(request: web.Request, ask: Ask, cluster: ClusterState) -> web.StreamResponse:
    """The answer to a request that RBAC has let through. Raises StatusError."""
    if ask.subresource == "log":
        return await _log(request, ask, cluster)
    if ask.verb == "watch":
        return await _watch(request, ask, cluster)
    if ask.verb == "get":
        return json_response(request, _one(request, ask, cluster))
    if ask.verb == "list":
        return json_response(request, _many(request, ask, cluster))
    document = await _body(request, ask)
    if ask.resource is ACCESS_REVIEWS:
        return json_response(request, cluster.access.access_review(document), 201)
    if ask.resource is RULES_REVIEWS:
        return json_response(request, cluster.access.rules_review(document), 201)
    if ask.resource is LEASES:
        result = write_lease(cluster.store, ask, document, cluster.clock())
        return json_response(request, result, 201 if ask.verb == "create" else 200)
    raise method_not_allowed()


async def _body(request: web.Request, ask: Ask) -> Json:
    if request.content_type == MEDIA_TYPE:
        if ask.resource not in (ACCESS_REVIEWS, RULES_REVIEWS):
            raise _unsupported(request.content_type)
        return _review(await request.read(), ask)
    try:
        document = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise bad_request(f"the object provided is unrecognized (must be of type JSON): {error}") from error
    if not isinstance(document, dict):
        raise bad_request("the object provided is unrecognized (must be of type JSON): not an object")
    return document


def _review(body: bytes, ask: Ask) -> Json:
    try:
        return access_review(body, rules=ask.resource is RULES_REVIEWS)
    except BadMessage as error:
        raise bad_request(f"the object provided is unrecognized: {error}") from error


def _unsupported(media_type: str) -> StatusError:
    accepted = "application/json, application/merge-patch+json, application/strategic-merge-patch+json"
    message = f"the body of the request was in an unknown format - accepted media types include: {accepted}"
    return StatusError(415, "UnsupportedMediaType", message, {"causes": [{"message": media_type}]})


def _format(request: web.Request, ask: Ask, cluster: ClusterState) -> Format:
    return chosen_format(request.headers.get("Accept", ""), ask.query.get("includeObject", ""), cluster.clock)


def _one(request: web.Request, ask: Ask, cluster: ClusterState) -> Json:
    form = _format(request, ask, cluster)
    return form.one(ask.resource, _found(ask, cluster))


def _found(ask: Ask, cluster: ClusterState) -> Json:
    namespace = ask.namespace if ask.resource.namespaced else ""
    obj = cluster.store.get(ask.resource, namespace, ask.name)
    if obj is None:
        raise not_found(ask.resource, ask.name)
    return obj


def selection(ask: Ask) -> Matches:
    """Both selectors of the query as one predicate. Raises StatusError 400."""
    labels = label_selector(ask.query.get("labelSelector", ""))
    fields = field_selector(ask.query.get("fieldSelector", ""), ask.resource)
    return lambda obj: labels(obj) and fields(obj)


def _many(request: web.Request, ask: Ask, cluster: ClusterState) -> Json:
    form = _format(request, ask, cluster)
    page = _page(ask, cluster)
    metadata: Json = {"resourceVersion": str(page.version)}
    if page.token:
        metadata["continue"] = page.token
        if not (ask.query.get("labelSelector") or ask.query.get("fieldSelector")):
            metadata["remainingItemCount"] = page.remaining  # the real server cannot count what a selector would leave
    return form.many(ask.resource, page.items, metadata)


def _page(ask: Ask, cluster: ClusterState) -> ListChunk:
    limit, token = limit_of(ask.query), ask.query.get("continue", "")
    version = number_of(ask.query, "resourceVersion") or 0
    if token:
        if version:
            raise bad_request("specifying resource version is not allowed when using continue")
        return cluster.pages.following(token, limit)
    _check_version(ask.resource, version, ask.query.get("resourceVersionMatch", ""), cluster)
    matches = selection(ask)
    items = [item for item in cluster.store.all(ask.resource, ask.namespace) if matches(item)]
    return cluster.pages.first(items, cluster.store.version, limit)


def _check_version(resource: Resource, version: int, match: str, cluster: ClusterState) -> None:
    if not version:
        return
    if version > cluster.store.version:
        raise too_large(version, cluster.store.version)
    if match == "Exact" and cluster.store.changes_since(resource, version):
        raise StatusError(410, "Expired", "The resourceVersion for the provided list is too old.")


async def _watch(request: web.Request, ask: Ask, cluster: ClusterState) -> web.StreamResponse:
    form = _format(request, ask, cluster)
    watch = Watch(cluster.store, ask, selection(ask), form)
    response = web.StreamResponse(headers={"Cache-Control": "no-cache, private", "Audit-Id": str(uuid.uuid4())})
    response.content_type = "application/json"
    await response.prepare(request)
    if request.transport is not None:
        cluster.watches[id(response)] = request.transport
    try:
        with suppress(ConnectionResetError):  # the client has left, which is how most watches end
            await stream(watch, cluster.store, ask, response, cluster.options.bookmark_seconds)
    finally:
        cluster.watches.pop(id(response), None)
    return response


async def _log(request: web.Request, ask: Ask, cluster: ClusterState) -> web.StreamResponse:
    pod = _found(ask, cluster)
    options = log_options(ask.query, cluster.clock(), ask.name)
    node = cluster.store.get(NODES, "", pod["spec"].get("nodeName", ""))
    lines = cluster.logs.lines(pod, options, node)
    if lines is None:
        return web.Response(status=204)
    if ask.flag("follow"):
        return await _follow(request, ask, cluster, options)
    return web.Response(body=rendered(lines, options), content_type="text/plain", charset="utf-8")


async def _follow(request: web.Request, ask: Ask, cluster: ClusterState, options: LogOptions) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_type, response.charset = "text/plain", "utf-8"
    await response.prepare(request)
    with suppress(ConnectionResetError):  # the client has seen enough
        await follow(response, cluster.store, cluster.logs, (ask.namespace, ask.name), options)
    return response
