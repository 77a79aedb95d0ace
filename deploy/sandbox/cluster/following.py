"""`pods/log?follow=true`: sends a container's lines as they are written, until it ends. It changes nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from aiohttp import web

from deploy.sandbox.cluster.logs import LogBook, LogOptions, is_running, rendered
from deploy.sandbox.cluster.objects.resources import PODS
from deploy.sandbox.cluster.objects.store import Store

LOOKS_EVERY = 0.25  # seconds; a person sees no delay, and a log that nobody writes to costs nothing


async def follow(
    response: web.StreamResponse, store: Store, logs: LogBook, pod: tuple[str, str], options: LogOptions
) -> None:
    """Writes what is there, cut to the tail asked for, then each new line; ends with the container or the client."""
    sent = 0
    first = True
    while (obj := store.get(PODS, *pod)) is not None:
        lines = logs.lines(obj, options) or []
        range_of_lines = options if first else replace(options, tail_lines=None, since=None)
        await response.write(rendered(lines[sent:], range_of_lines))
        sent, first = len(lines), False
        if options.previous or not is_running(obj, options.container):
            return
        await asyncio.sleep(LOOKS_EVERY)
