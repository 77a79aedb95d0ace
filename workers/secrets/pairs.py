"""Secrets told by their name: `password=...` in all writings, from the strictest to the loosest. Pure."""

from workers.secrets.rule import SecretRule, rule
from workers.secrets.values import looks_like_a_key, looks_made, looks_random, may_be_a_value, stands_alone

KEYS = (
    r"(?<!by)(?<!com)pass(?:words?|wd|phrases?|codes?)?|pwd|pw|secrets?|tokens?|credentials?|creds|auth|dsn|jwt|cookies?|signature"
    r"|conn(?:ection)?[_-]?str(?:ing)?|session[_-]?(?:id|key|secret)|webhook(?:[_-]?url)?|saml_?(?:response|assertion)|(?:hash|password|token)[_-]?salt|dockerconfigjson|dockercfg"
    r"|(?:api|app|access|account|admin|cipher|client|decryption|encryption|fernet|hmac|instrumentation|license|master"
    r"|private|root|secret|shared|signing|ssh|storage|subscription)[_-]?keys?|key[_-]?base|key[_-]data|art-api"
    r"|密码|口令|密钥|令牌"
)
KEY_WORDS = (
    "pass pwd pw secret token key credential creds auth dsn conn session signature cookie jwt webhook saml art-api "
    "salt docker 密码 口令 密钥 令牌"
)

_COLOR = r"(?:\x1b\[[\d;]{0,12}m){0,3}"  # loggers color names and values apart
_BLANK = r"[^\S\n]"
_GAP = rf"(?:{_BLANK}|\x1b\[[\d;]{{0,12}}m){{0,6}}"
QUOTE = r"\\{0,7}['\"]"  # JSON within JSON within a log line: `\"`, `\\\"`
NAME = rf"(?P<key>[\w.-]{{0,120}}?(?:{KEYS})(?:[_-]?(?:\d{{1,3}}|b64|base64|value|data))?)"
KEY = rf"(?<![\w.-])(?<!checksum/){NAME}"
_ENDS = r"(?=[\s,;:)}\]&|<>\\'\"]|$)"

QUOTED = rf"(?P<v>{QUOTE})(?P<secret>(?:(?!(?<!\\)(?P=v){_ENDS})[^\n]){{1,4000}})"
"""Up to the quotation mark that ends it: not one that is escaped, nor one in the middle of a word."""
_BARE = (
    r"(?P<secret2>(?:[^\s'\",;&)}\]]|[,;&)}\]'\"](?=[\w!@#$%^*+/~])(?![\w.-]{1,80}[=:]))"
    r"(?:[^\s'\",;&)}\]]|[,;&)}\]'\"](?=[\w!@#$%^*+/~])(?![\w.-]{1,80}[=:])){0,1000})"
)
"""Up to a blank or a sign, unless the sign is followed by more of it and not by the next name."""

PAIRS: tuple[SecretRule, ...] = (
    rule(
        "quoted name",
        KEY_WORDS,
        rf"(?i)(?P<q>{QUOTE}){KEY}(?P=q)\s{{0,3}}[:=]>?\s{{0,3}}(?:\[\s{{0,3}})?(?:{QUOTED}|(?P<secret2>\d{{4,40}}(?=\s{{0,3}}[,}}\]])))",
        "JSON, Python and Ruby literals",
        may_be_a_value,
        opened_by="\\'\"",
    ),
    rule(
        "flag",
        KEY_WORDS,
        rf"(?i)(?<![\w-])(?<![\w-]\.)--?{NAME}(?:=|\s{{1,3}}|['\"],\s{{0,3}}(?=['\"]))(?:{QUOTED}|(?P<secret2>(?!-)[^\s'\"]{{1,500}}))",
        "command lines",
        may_be_a_value,
    ),
    rule(
        "environment",
        KEY_WORDS,
        rf"^\s{{0,40}}(?:export |setenv |ENV |- )?(?P<key>[A-Z0-9_]{{0,120}}?(?i:{KEYS})(?:_\d{{1,3}})?)="
        rf"(?P<secret>[^\s'\"\[][^\n]{{0,2000}})$",
        "env(1)",
        lambda value, key: key.isupper() and "=" not in value.rstrip("=") and stands_alone(value, key),
    ),
    rule(
        "assignment",
        KEY_WORDS,
        rf"(?i){KEY}{_COLOR}{_BLANK}{{0,2}}(?:=>|:=|=){_BLANK}{{0,2}}{_COLOR}(?:{QUOTED}|{_BARE})",
        "shells, .env, query strings, connection strings",
        may_be_a_value,
        opened_by="",
    ),
    rule(
        "braces",
        "pwd password",
        r"(?i)\b(?:pwd|password)=\{(?P<secret>[^}\n]{1,300})\}",
        "ODBC and SQL Server connection strings",
    ),
    rule(
        "yaml",
        KEY_WORDS,
        rf"(?im)^[ \t]*(?:- )?(?P<k>['\"]?){KEY}(?P=k){_COLOR}:{_BLANK}{{1,40}}{_COLOR}"
        r"(?P<v>['\"]?)(?P<secret>[^'\"\s][^'\"\n]{0,4000}?)(?P=v)[ \t\r]*$",
        "YAML, kubectl describe",
        stands_alone,
    ),
    rule(
        "prose",
        KEY_WORDS,
        rf"(?i)(?<!/){KEY}{_COLOR}['\"]?[:：]{_GAP}[\['\"]{{0,2}}(?P<secret>[^\s'\",;)}}\]，。；、）]{{6,1000}})",
        "log lines",
        looks_random,
        opened_by="",
    ),
    rule(
        "fields",
        "pass pwd",
        r"(?i)(?<=[\s{,])(?P<key>[\w.]{0,80}(?:password|passwd|passphrase|pwd))[:=](?P<secret>[^\s'\",;)}\]]{1,1000})(?=[\s}])",
        "Go's %+v",
        may_be_a_value,
    ),
    rule(
        "name with an end",
        KEY_WORDS,
        rf"(?i)(?<![\w.-])(?P<key>[\w.-]{{0,120}}?(?:{KEYS})[_-][\w-]{{1,60}})['\"]?{_BLANK}{{0,2}}[=:]{_BLANK}{{0,3}}(?:{QUOTED}|{_BARE})",
        "`PASSWORD_PROD`, `TOKEN_GITHUB`",
        lambda value, key: looks_made(value) and not {":", "/"} & set(value),  # an ARN, a URL, a path
        opened_by="",
    ),
    rule(
        "some key",
        "key",
        rf"(?i)(?<![\w.-])(?P<key>[\w.-]{{1,120}}[_-]key)['\"]?{_BLANK}{{0,2}}[=:]{_BLANK}{{0,3}}(?:{QUOTED}|{_BARE})",
        "`STRIPE_KEY`, `RAILS_MASTER_KEY`; a key may be the name of something, too",
        looks_like_a_key,
        opened_by="",
    ),
    rule(
        "xml",
        KEY_WORDS,
        rf"(?i)<(?P<key>[\w.:-]{{0,80}}(?:{KEYS}))(?:\s[^<>\n]{{0,200}})?>(?P<secret>[^<>\n]{{1,1000}})</",
        "settings.xml, web.config",
        may_be_a_value,
    ),
    rule(
        "xml attribute",
        "value=",
        rf"(?i)\b(?:key|name|property)=(?P<q>['\"])(?P<key>[\w.:-]{{0,80}}(?:{KEYS}))(?P=q)\s"
        r"[^<>\n]{0,80}?value=(?P<v>['\"])(?P<secret>[^<>'\"\n]{1,1000})(?P=v)",
        "web.config, Spring XML",
        may_be_a_value,
    ),
)
