"""The URL of a Redis, Sentinel's form among them: read and checked before anything connects. Pure.

`redis://`, `rediss://` (TLS; certificate options in the query, as redis-py reads them), `unix://`,
`redis+sentinel://user:password@host:26379,host:26379/mymaster/0` and the same over TLS, `rediss+sentinel://`.
User and password are Redis'; the Sentinels themselves have none.
"""

from urllib.parse import parse_qs, unquote, urlsplit

from core.messages.model import Model
from core.number import whole_number


def usable_url(url: str) -> str:
    """The URL of a Redis as it is. Raises ValueError, with a sentence, for one that no client understands."""
    if sentinels(url) is None:
        parts = urlsplit(url)
        if parts.scheme not in ("redis", "rediss", "unix"):
            raise ValueError(
                "a Redis URL begins with redis://, rediss://, unix://, redis+sentinel:// or rediss+sentinel://"
            )
        _port(parts.netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2] or "6379")
        if parts.scheme != "unix":
            _database(parts.path.strip("/"))
        for database in parse_qs(parts.query).get("db", ()):
            _database(database)
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


def _port(text: str) -> int:
    number = whole_number(text)
    if number is None or not 0 < number < 65536:
        raise ValueError("the port of the Redis URL is not a number from 1 to 65535")  # nor is it repeated, see below
    return number


def _database(text: str) -> int:
    number = whole_number(text or "0")
    if number is None:
        raise ValueError("the database of the Redis URL is not a number")  # not what it is: it may be half a password
    return number
