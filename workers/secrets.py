"""What a secret looks like in text: an ordered table of rules. Pure data and small functions.

Each rule is tried only on text that holds one of its words. The value is replaced, the rest of the line is kept, since
it is what the diagnosis reads. Formats are those their issuers document (named in each rule's `source`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

HIDDEN = "[hidden]"
"""What stands where a secret stood."""


@dataclass(frozen=True)
class Rule:
    """A pattern whose group `secret` is replaced (the whole match where there is no such group)."""

    name: str
    words: tuple[str, ...]
    """Lower-case words of which one must be in the text before the pattern is tried."""
    pattern: re.Pattern[str]
    source: str
    is_secret: Callable[[str], bool] = lambda value: True

    @property
    def spans_lines(self) -> bool:
        """A PEM block is the only secret written over several lines."""
        return self.name == "pem"


KEYS = (
    r"pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|client[_-]?secret"
    r"|credentials?|auth|dsn|conn(?:ection)?[_-]?str(?:ing)?|session[_-]?(?:id|key|secret)|signature|cookie|jwt"
    r"|encryption[_-]?key|signing[_-]?key|account[_-]?key|shared[_-]?key|ssh[_-]?key|license[_-]?key|webhook(?:[_-]?url)?"
)
NAME = rf"(?P<key>[\w.-]{{0,80}}?(?:{KEYS})(?:[_-]?(?:\d{{1,3}}|b64|base64|value|data))?)"
KEY = rf"(?<![\w.-]){NAME}"
KEY_WORDS = (
    *("pass", "pwd", "secret", "token", "key", "credential", "auth", "dsn", "conn", "session", "signature", "cookie"),
    *("jwt", "webhook"),
)

HARMLESS = frozenset(
    [
        "true",
        "false",
        "null",
        "none",
        "nil",
        "yes",
        "no",
        "on",
        "off",
        "unset",
        "empty",
        "missing",
        "required",
        "optional",
        "undefined",
        "expired",
        "invalid",
        "default",
        "enabled",
        "disabled",
        "basic",
        "bearer",
        "failed",
        "denied",
        "unknown",
        "error",
        "must",
        "is",
        "not",
        "from",
        "and",
        "or",
        "the",
        "a",
        "an",
        "for",
        "redacted",
    ]
)
"""Words that stand after `token:` or `password=` in messages and are no secret."""

REFERENCE = re.compile(
    r"^(?:<[^>]{0,200}>?|\$[({]?\w{1,80}[)}]?|\{\{.{0,80}|/[\w./-]{1,200}|\*+|\[hidden\]|%[sdvq]|\(.{0,60}|\{?|\[?|x{3,}|#.*)$",
    re.IGNORECASE,
)
"""A place where the value comes from instead of the value: `<set to the key ...>`, `$VAR`, a path, stars."""


def may_be_a_value(value: str) -> bool:
    """False for words of prose and for references to a value kept elsewhere."""
    bare = value.strip("'\"`,;.)")
    return bool(bare) and bare.lower() not in HARMLESS and not REFERENCE.match(bare)


def looks_random(value: str) -> bool:
    """True for what no sentence would hold after a colon: letters mixed with digits or signs."""
    bare = value.strip("'\"`,;.)")
    if not may_be_a_value(value) or len(bare) < 6:
        return False
    kinds = [any(map(test, bare)) for test in (str.islower, str.isupper, str.isdigit)]
    sign = any(char in "!@#$%^&*+=~" for char in bare)
    return sum(kinds) + sign >= 2 and not bare.istitle()


def _rule(name: str, words: str, pattern: str, source: str, is_secret: Callable[[str], bool] | None = None) -> Rule:
    return Rule(name, tuple(words.split()), re.compile(pattern), source, is_secret or (lambda value: True))


RULES: tuple[Rule, ...] = (
    _rule(
        "pem",
        "-----begin",
        r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,40}(?:PRIVATE KEY|OPENSSH|PGP PRIVATE)[A-Z ]{0,20})-----"
        r"(?P<secret>(?:[^-]|-(?!----)){0,20000})(?:-----END [A-Z0-9 ]{1,60}-----)?",
        "RFC 7468",
    ),
    _rule("jwt", "eyj", r"\beyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,2000})?", "RFC 7519"),
    _rule(
        "url password",
        "://",
        r"\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/@'\"]{0,200}:(?P<secret>[^\s@'\"]{1,300})@",
        "RFC 3986 section 3.2.1",
        lambda value: not REFERENCE.match(value) or value.startswith("/"),
    ),
    _rule("dsn", "@tcp( @unix(", r"\b[\w.-]{1,80}:(?P<secret>[^\s@'\"]{1,200})@(?:tcp|unix)\(", "go-sql-driver/mysql"),
    _rule("bearer", "bearer", r"(?i)\bbearer\s{1,3}(?P<secret>[\w.~+/=-]{8,4000})", "RFC 6750", looks_random),
    _rule(
        "authorization",
        "authorization",
        r"(?i)authorization['\"]?\s{0,3}[:=]\s{0,3}['\"]?(?:(?:basic|bearer|token|digest|negotiate|apikey)\s{1,3})?"
        r"(?P<secret>[\w.~+/=:-]{6,4000})",
        "RFC 9110 section 11.6.2",
        looks_random,
    ),
    _rule("aws key id", "akia asia", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", "AWS IAM identifiers"),
    _rule("github", "gh github_pat_", r"\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{22,255})\b", "GitHub docs"),
    _rule("gitlab", "gl", r"\bgl(?:pat|ptt|rt|dt|cbt|soat|agent|oas|ft|imt|feed)-[\w-]{16,100}", "GitLab docs"),
    _rule("slack", "xox xapp xwfp", r"\bx(?:ox[a-z]|app|wfp)-[\w-]{6,300}", "Slack docs"),
    _rule(
        "slack webhook",
        "hooks.slack",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<secret>[\w/-]{8,200})",
        "Slack docs",
    ),
    _rule("stripe", "sk_ rk_ pk_ whsec_", r"\b(?:[srp]k_(?:live|test)_\w{10,200}|whsec_\w{10,200})", "Stripe docs"),
    _rule("sk key", "sk-", r"\bsk-(?:[a-z]{2,12}-)?[\w-]{20,300}", "OpenAI and Anthropic docs"),
    _rule(
        "google",
        "aiza ya29. goc",
        r"\b(?:AIza[\w-]{30,45}|ya29\.[\w-]{20,2000}|GOCSPX-[\w-]{20,60})",
        "Google Cloud docs",
    ),
    _rule("npm, pypi", "npm_ pypi-", r"\b(?:npm_[A-Za-z0-9]{30,60}|pypi-Ag[\w-]{30,300})", "npm and PyPI docs"),
    _rule("docker", "dckr_", r"\bdckr_(?:pat|oat)_[\w-]{20,60}", "Docker Hub docs"),
    _rule("vault", "hvs. hvb. hvr.", r"\bhv[sbr]\.[\w-]{20,300}", "HashiCorp Vault docs"),
    _rule("sendgrid", "sg.", r"\bSG\.[\w-]{16,40}\.[\w-]{16,80}", "Twilio SendGrid docs"),
    _rule("digitalocean", "do", r"\bdo[opr]_v1_[a-f0-9]{40,80}", "DigitalOcean docs"),
    _rule("databricks", "dapi", r"\bdapi[a-f0-9]{32}(?:-\d)?\b", "Databricks docs"),
    _rule("shopify", "shp", r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b", "Shopify docs"),
    _rule("telegram", ":a", r"\b\d{8,10}:AA[\w-]{30,40}", "Telegram Bot API"),
    _rule("age", "age-secret", r"\bAGE-SECRET-KEY-1[A-Z0-9]{50,70}", "age docs"),
    _rule("twilio", "sk ac", r"\b(?:SK|AC)[a-f0-9]{32}\b", "Twilio docs"),
    _rule("new relic", "nrak-", r"\bNRAK-[A-Z0-9]{20,40}", "New Relic docs"),
    _rule(
        "azure key",
        "accountkey sharedaccess",
        r"(?i)(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?P<secret>[^;\s'\"]{8,300})",
        "Azure docs",
    ),
    _rule(
        "signed url",
        "signature= sig=",
        r"(?i)[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=(?P<secret>[\w%+/=.-]{10,600})",
        "AWS and Azure docs",
    ),
    _rule(
        "curl user",
        "-u --user",
        r"(?<!\S)(?:-u|--user)[ =](?P<quote>['\"]?)[\w.@-]{1,80}:(?P<secret>[^\s'\"]{1,200})",
        "curl(1)",
    ),
    _rule("mysql -p", "mysql", r"\bmysql\w{0,10}\b[^\n|;]{0,200}\s-p(?P<secret>[^\s'\"-][^\s'\"]{2,100})", "mysql(1)"),
    _rule("redis -a", "redis-cli", r"\bredis-cli\b[^\n|;]{0,200}\s-a\s(?P<secret>\S{3,200})", "redis-cli docs"),
    _rule(
        "redis auth",
        "requirepass auth",
        r"(?i)\b(?:requirepass|masterauth)\s{1,3}(?P<secret>\S{3,200})",
        "redis.conf",
        may_be_a_value,
    ),
    # name and value, from the strictest writing to the loosest
    _rule(
        "quoted pair",
        " ".join(KEY_WORDS),
        rf"(?i)(?P<q>\\?['\"]){KEY}(?P=q)\s{{0,3}}[:=]>?\s{{0,3}}(?P<v>\\?['\"])(?P<secret>(?:(?!(?P=v))[^\n]){{1,4000}})(?P=v)?",
        "JSON, Python and Ruby literals",
        may_be_a_value,
    ),
    _rule(
        "flag",
        " ".join(KEY_WORDS),
        rf"(?i)(?<!\S)--?{NAME}(?:=|\s{{1,3}})(?P<v>['\"]?)(?P<secret>(?!-)[^\s'\"]{{1,500}})",
        "command lines",
        may_be_a_value,
    ),
    _rule(
        "assignment",
        " ".join(KEY_WORDS),
        rf"(?i){KEY}\s{{0,2}}=\s{{0,2}}(?:(?P<v>['\"])(?P<secret>[^'\"\n]{{1,1000}})(?P=v)|(?P<secret2>[^\s'\",;&)}}\]]{{1,1000}}))",
        "shells, .env, query strings, connection strings",
        may_be_a_value,
    ),
    _rule(
        "yaml pair",
        " ".join(KEY_WORDS),
        rf"(?im)^[ \t]*(?:- )?{KEY}:[ \t]{{1,20}}(?P<v>['\"]?)(?P<secret>[^'\"\s][^'\"\n]{{0,4000}}?)(?P=v)[ \t]*$",
        "YAML, kubectl describe",
        may_be_a_value,
    ),
    _rule(
        "prose pair",
        " ".join(KEY_WORDS),
        rf"(?i){KEY}['\"]?:[ \t]{{0,3}}['\"]?(?P<secret>[^\s'\",;)}}\]]{{6,1000}})",
        "log lines",
        looks_random,
    ),
)

ALL_WORDS = tuple(sorted({word for rule in RULES for word in rule.words}))
"""A line with none of these holds no secret we know of."""
