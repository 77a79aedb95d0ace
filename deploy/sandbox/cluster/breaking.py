"""Breaks a TCP connection so that the client gets a reset instead of an end. It knows no HTTP."""

from __future__ import annotations

import asyncio
import socket
import struct

_NO_LINGER = struct.pack("ii", 1, 0)  # struct linger: on, 0 seconds; closing then sends RST, not FIN (socket(7))


def break_connection(transport: asyncio.BaseTransport | None) -> None:
    """Drops the connection with what was not sent yet; a closed one stays closed."""
    if not isinstance(transport, asyncio.Transport) or transport.is_closing():
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
