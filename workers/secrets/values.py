"""Which values are secrets, told from how they look and from the name they stand behind. Pure."""

import re

HARMLESS = frozenset(
    (
        "true false null none nil yes no on off unset empty missing required optional undefined expired invalid "
        "default enabled disabled basic bearer failed denied unknown error must is not from and or the a an for "
        "redacted hidden"
    ).split()
)
"""Words that stand after `token:` or `password=` in messages and are no secret."""

_ELSEWHERE = re.compile(
    r"<set to the key .*|\$\([\w ./-]{1,200}\)?|\$\{[\w.-]{1,120}(?::-?)?\}?|\{\{.*|\$[A-Z_][A-Z0-9_]{0,80}|%\w"
    r"|/(?:app|bin|certs?|config|data|dev|etc|home|keys?|mnt|opt|proc|root|run|secrets?|srv|sys|tmp|usr|var|vault)(?:/.*)?"
    r"|%\([^)]{1,40}\)s|.*:(?:NoSchedule|NoExecute|PreferNoSchedule)\b.*|sha\d{3}:.*|\*{2,}|\[hidden\].{0,3}|#\s.*|[{\[]",
    re.DOTALL,
)
"""A place the value comes from, or what is left of it: `<set to the key ...>`, `$(VAR)`, a file, stars, a digest."""
_MAYBE_ELSEWHERE = re.compile(r"<[^>]{0,200}>?|\$\w{1,80}|/[\w./-]{1,200}|\([\w .-]{0,60}\)?|x{3,}|#.*", re.IGNORECASE)
"""The same, unless it looks random: `<your-token>`, `$password`, `/srv2/token`, `(none)`."""
_OUTER = "'\"`,;.)\\"
_DIGITS = re.compile(r"[\d.,:]+[a-z]{0,2}")
_MANY_DIGITS = re.compile(r"\d{6,}")
_OPAQUE = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}")
_FIELD = re.compile(r"[a-z_]{2,30}=[\w./-]+[,;]?")
"""`auth: method=oidc`: a name of its own, and what it is."""
_PASSWORD = re.compile(r"(?i)pass|pwd|pw\d*$|pin$|secret|credential|密码|口令")
PLACES = re.compile(
    r"(?i)[_.-]?(?:file|path|dir|name|names|host|port|prefix|ttl|timeout|expir\w*|type|enabled|mode|method|algorithm"
    r"|issuer|audience|length|min|max|count|version|region|endpoint|service|realm|provider|ref|limit|seconds|days)$"
)
"""How names end that say something about a secret and not the secret."""


_OBJECTS = re.compile(
    r"(?:^|[a-z.])[Ss]ecrets$|^Tokens$|^(?:[Ss]ecret|(?:\w*[a-z])?(?:pull|Pull|tls|Tls|TLS)[-_]?[Ss]ecret)$"
)
_OBJECT = re.compile(r"(?:[a-z0-9-]{1,63}/)?[a-z][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63})?")
_HEX_INSIDE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|\w{21}")
"""Under `secrets:`, `Tokens:`, `imagePullSecret:` Kubernetes names objects; a UUID or a long word is no such name."""
_OF_DATA = re.compile(
    r"(?i)(?:cache|dedup\w*|event|foreign|group|host|idempotency|lookup|message|object|partition|primary|public|resource"
    r"|routing|row|shard|sort|trace)[_-]?key$"
)
"""Keys that name data or open nothing; their values are often digests."""


def kinds(value: str) -> int:
    """How many of lower case, upper case and digits it has."""
    return sum(any(map(test, value)) for test in (str.islower, str.isupper, str.isdigit))


def is_password(key: str) -> bool:
    """Whether the name is one of a password or a secret that people choose, rather than of a token that is made."""
    return bool(_PASSWORD.search(key))


def may_be_a_value(value: str, key: str = "") -> bool:
    """False for words of prose and for references to a value kept elsewhere."""
    bare = value.strip(_OUTER)
    if not bare or bare.lower() in HARMLESS or _ELSEWHERE.fullmatch(bare) or _ELSEWHERE.fullmatch(value):
        return False
    if key.upper() in ("PWD", "OLDPWD") and bare.startswith("/"):  # the shell's working directory
        return False
    if _OBJECTS.search(key) and _OBJECT.fullmatch(bare) and not _HEX_INSIDE.search(bare):
        return False
    if _MAYBE_ELSEWHERE.fullmatch(bare) or _MAYBE_ELSEWHERE.fullmatch(value):
        return kinds(bare) == 3
    if not _DIGITS.fullmatch(bare) or _PASSWORD.search(key):
        return True
    return bool(_MANY_DIGITS.search(bare)) and not key.lower().endswith("tokens")  # `max_tokens=128000` of a model


def looks_random(value: str, key: str = "") -> bool:
    """True for what no sentence would hold after a colon: letters mixed with digits or signs."""
    bare = value.strip(_OUTER)
    if not may_be_a_value(value, key) or len(bare) < 6:
        return False
    if key == "PASS" and bare.lower().startswith("test"):  # go test: `--- PASS: TestLogin`
        return False
    # `auth: method=oidc` goes on with a name of its own; in a password `=` is a sign like any other.
    signs = "!@#$%^&*+=~" if is_password(key) or bare.endswith("=") else "!@#$%^&*+~"
    return kinds(bare) + any(sign in bare for sign in signs) >= 2 and not bare.istitle()


def looks_made(value: str, key: str = "") -> bool:
    """True for what only a generator writes: upper case, lower case and digits mixed, or a long hexadecimal number."""
    bare = value.strip(_OUTER)
    return may_be_a_value(value, key) and ((kinds(bare) == 3 and len(bare) >= 8) or bool(_HEX.fullmatch(bare)))


def looks_like_a_key(value: str, key: str = "") -> bool:
    """True for a long run of characters; for names such as `..._KEY`, which may be the name of something, too."""
    bare = value.strip(_OUTER).removeprefix("base64:")
    return looks_made(bare) and bool(_OPAQUE.fullmatch(bare)) and not (PLACES.search(key) or _OF_DATA.search(key))


def stands_alone(value: str, key: str = "") -> bool:
    """For a whole line `name: value`: a value, but no sentence, as programs log it after the name of their part."""
    if not may_be_a_value(value, key):
        return False
    first, blank, _ = value.partition(" ")
    if _FIELD.fullmatch(first) and not is_password(key):
        return False
    if not blank:
        return True
    if first.strip(_OUTER).lower() in HARMLESS:
        return False
    return looks_made(first) or (key.isupper() and key != "PASS" and bool(_PASSWORD.search(key)))
