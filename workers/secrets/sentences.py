"""Secrets that people name in sentences: `the password is ...`, `-p ...`, `令牌 ... 被拒绝`. Pure.

A sentence has words where a pair has a sign, so that what follows is hidden only when it looks chosen or made: English
words after `the password is` are what it is said to be, and names of Kubernetes' objects are no secrets.
"""

import re

from workers.secrets.rule import SecretRule, rule
from workers.secrets.values import HARMLESS, kinds, may_be_a_value

_PASSWORD = r"(?:password|passwd|passphrase|passcode|pwd|密码|口令)"
_NAMED = (
    rf"(?<![a-z])(?P<key>{_PASSWORD}|tokens?|(?:client[ _-])?secret(?:[ _-]key)?|credentials?"
    r"|(?:api|access)[ _-]?key|令牌|密钥)"
)
_WORDS = "passw passp passc pwd token secret credential key 密码 口令 令牌 密钥"
_PASSWORD_WORDS = "passw passp passc pwd 密码 口令"
_IS = (
    r"['\"`*”」]{0,2}(?:\s{1,3}(?:(?:is|was|are|were)(?: (?:now|still|just|actually|set to|changed to))?"
    r"|(?:set |changed |reset )?to|equals) ?:?\s{1,3}"
    r"|\s?(?:是|为|叫|设为|设成|设置为|设置成|改为|改成|换成|变成|等于)了?\s?[:：]?\s?)"
)
_QUOTED = (
    r"(?:\"(?P<secret>[^\"\n]{3,200})\"|'(?P<secret2>[^'\n]{3,200})'|[“「『‘](?P<secret3>[^”」』’\n]{3,200})[”」』’])"
)
_BARE = r"(?P<secret>[!-~]{6,200})"

_ABOUT = frozenset(
    "mismatch incorrect wrong changed protected policy string prompt field verify update reset rotated stored shown "
    "based hashed encrypted expiry strength manager".split()
)
"""What a password may be or have, written without a blank behind its colon."""
_MEASURE = re.compile(r"\b(?:char(?:acter)?s?|letters|digits|long|bytes)\b|字符|位", re.IGNORECASE)
_SIGNS = re.compile(r"[!@#$%^&*+~]")
_CAMEL = re.compile(r"[a-z]*(?:[A-Z][a-z]*)*\d{0,4}(?:[A-Z][a-z]*)*")
"""The name of a class or a test: humps, with a number in one place."""
_ALGORITHM = re.compile(
    r"(?i)(?:sha|md|base|aes|rsa|argon|o?auth|utf|hmac|bcrypt|pbkdf|des|tls|ssl|ed|[erhp]s)-?\d{1,4}"
)
_TIME = re.compile(r"\d{4}-\d\d-\d\d\S*|[\d.:]+[a-z]{0,2}")
_CLOSING = ".,;:!?)]}'\"，。；：！？）"


def _is_password(key: str) -> bool:
    """Whether people choose it themselves; a secret may be an object, whose name has small letters and digits too."""
    return re.fullmatch(_PASSWORD, key, re.IGNORECASE) is not None


def _bare(value: str) -> str:
    return value.rstrip(_CLOSING)


def is_phrase(value: str, key: str = "") -> bool:
    """For what stands in quotation marks or brackets: a value, or words that do not say what a password must be."""
    words = value.lower().split()
    return bool(words) and words[0] not in HARMLESS and may_be_a_value(value, key) and not _MEASURE.search(value)


def is_chosen(value: str, key: str = "") -> bool:
    """For one word of a sentence: letters with digits or signs, as nobody writes them but in a password or a token."""
    bare = _bare(value)
    letters = any(map(str.isalpha, bare))
    if len(bare) < 6 or not letters or not may_be_a_value(bare, key) or "://" in bare or _TIME.fullmatch(bare):
        return False
    if _ALGORITHM.fullmatch(bare):
        return False
    signs = bool(_SIGNS.search(value if value[-1] == "!" else bare))
    digits = any(map(str.isdigit, bare))
    return signs or (digits and (kinds(bare) == 3 or _is_password(key)))


def is_token(value: str, key: str = "") -> bool:
    """For the word right after the name, where sentences go on: mixed as no class, test or algorithm is called."""
    bare = _bare(value)
    if kinds(bare) < 3 or not is_chosen(value, key) or "/" in bare or "." in bare:
        return False
    humps = _CAMEL.fullmatch(bare) is not None
    return len(bare) >= 8 and (not humps or (_is_password(key) and bare[-1].isdigit()))


def _is_argument(value: str, key: str = "") -> bool:
    """For what follows `-p`, which is a port, a path or a pod for other programs."""
    return is_chosen(value) and (kinds(value) == 3 or bool(_SIGNS.search(value)))


def _is_word(value: str, key: str = "") -> bool:
    """For a word glued to `password:`."""
    return may_be_a_value(value, key) and value.lower() not in _ABOUT


SENTENCES: tuple[SecretRule, ...] = (
    rule("said, in quotes", _WORDS, rf"(?i){_NAMED}{_IS}{_QUOTED}", "what people write", is_phrase),
    rule("said", _WORDS, rf"(?i){_NAMED}{_IS}{_BARE}", "what people write", is_chosen),
    rule(
        "named, in quotes",
        _PASSWORD_WORDS,
        rf"(?i)(?<!key )(?<!secret )(?<!field )(?<![a-z])(?P<key>{_PASSWORD})\s{{0,2}}{_QUOTED}"
        r"(?! (?:not|does|is|was|in) )",
        "what people and programs write",
        is_phrase,
    ),
    rule("named", _WORDS, rf"(?i){_NAMED}\s{{1,2}}{_BARE}", "what people and programs write", is_token),
    rule(
        "in brackets",
        _PASSWORD_WORDS,
        rf"(?i)[(（]\s?(?:\w{{1,30}} )?(?P<key>{_PASSWORD})\s?[:：=]\s?(?P<secret>[^()（）\n]{{3,200}})[)）]",
        "what people write",
        lambda value, key: is_phrase(value, key) and any(map(str.isdigit, value)),
    ),
    rule(
        "glued",
        _PASSWORD_WORDS,
        rf"(?i)(?<![\w:./-])(?P<key>{_PASSWORD})[:：](?P<secret>[a-z][\w!@#$%^&*+~-]{{5,80}})(?![\w:])",
        "what people write",
        _is_word,
    ),
    rule(
        "short flag",
        "-p",
        r"(?<!mkdir )(?<!\bcp )(?<!ssh )(?<![\w-])-p (?P<secret>[A-Za-z][\w!@#$%^&*+=~.-]{5,80})(?=[\s,;)，]|$)",
        "mysql, mongosh, docker login, oc login",
        _is_argument,
    ),
)
"""Tried after all other rules."""
