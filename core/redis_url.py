"""The URL of a Redis, Sentinel's form among them: read and checked before anything connects. Pure.

`redis://`, `rediss://` (TLS; certificate options in the query, as redis-py reads them), `unix://`,
`redis+sentinel://user:password@host:26379,host:26379/mymaster/0` and the same over TLS, `rediss+sentinel://`.
User and password are Redis'; the Sentinels themselves have none.
"""

from urllib.parse import unquote, urlsplit

from core.messages.model import Model


def usable_url(url: str) -> str:
    """The URL of a Redis as it is. Raises ValueError, with a sentence, for one that no client understands."""
    if sentinels(url) is None:
        parts = urlsplit(url)
        if parts.scheme not in ("redis", "rediss", "unix"):
            raise ValueError(
                "a Redis URL begins with redis://, rediss://, unix://, redis+sentinel:// or rediss+sentinel://"
            )
        _port(parts.netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2] or "6379")
    return url


class Sentinels(Model):
    """A Redis found through Sentinel."""

    hosts: tuple[tuple[str, int], ...]
    master: str
    database: int = 0
    username: str | None = None
    password: str | None = None
    tls: bool = False


def sentinels(url: str) -> Sentinels | None:
    """What `redis+sentinel://[user:password@]host:port,host:port/master[/database]` says; None for any other URL.

    `rediss+sentinel://` speaks TLS to Sentinels and Redis alike. Raises ValueError when a part is missing.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("redis+sentinel", "rediss+sentinel"):
        return None
    credentials, _, addresses = parts.netloc.rpartition("@")
    username, _, password = credentials.partition(":")
    master, _, database = parts.path.strip("/").partition("/")
    if not addresses or not master:
        raise ValueError("a Sentinel URL needs hosts and the master's name: redis+sentinel://host:26379/mymaster")
    return Sentinels(
        hosts=tuple(_address(each) for each in addresses.split(",")),
        master=master,
        database=_database(database),
        username=unquote(username) or None,
        password=unquote(password) or None,
        tls=parts.scheme.startswith("rediss"),
    )


def _address(text: str) -> tuple[str, int]:
    """`host:port`, `host`, or an IPv6 address in brackets, which go."""
    host, _, port = (
        text.rpartition(":") if ":" in text.rpartition("]")[2] else (text, "", "26379")
    )  # Sentinel's default
    return host.strip("[]"), _port(port)


def _database(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal()):
        raise ValueError("a Redis database is a number")
    return int(text or 0)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65536):
        raise ValueError("what stands for the port of the Redis URL is none")  # not what: it may be half a password
    return int(text)
