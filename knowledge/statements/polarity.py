"""Whether a fact in a line is said, denied, asked or only supposed; English and Chinese. Pure."""

from __future__ import annotations

import re

from knowledge.statements.settled import is_over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from knowledge.statements.statement import Polarity, Span

# Characters before and behind a fact that are looked at.
REACH = 120
_CLAUSE = re.compile(
    r"[,，;；。！？!?]|[.:：](?=\s)|\b(?:and|but|because|since|so|then|yet|or)\b|但是?|而是|因为|所以|然后|并且"
)
_SENTENCE = re.compile(r"[。！!？?]|[.;；](?=\s)")
_BETWEEN = (
    r"(?:\W{1,3}(?:be|been|being|the|an?|any|get(?:ting|s)?|got|seem(?:s|ed)?|look(?:s|ed)?|like|see(?:n|s|ing)?|saw"
    r"|show(?:s|n)?|say"
    r"|from|due|to|caused|by|of|with|have|had|has|was|were|is|it|its|it's|that|this|these|those|pods?|containers?"
    r"|actually|really"
    r"|even|sign|signs|evidence|trace|hint|more|longer|one|such|single|think|believe|terminated|killed"
    r"|exited)){0,5}\W{0,4}$"
)  # fmt: skip
_DENIED = re.compile(
    r"(?:(?<![\w.])0\s(?:pods?|containers?|processes|jobs|tasks)\b"
    r"|\b(?:no|not|never|without|neither|nor|none|nothing|instead of|rather than|rule[sd]? out|ruling out|excluded?"
    r"|cannot|fixe[sd]|fix|zero|fewer|nobody|no one"
    r"|avoids?|prevents?|no longer|recover(?:s|ed|ing)? from|survive[sd]?|(?<![\w/.:=-])0)\b|n['’]?t\b)" + _BETWEEN,
    re.IGNORECASE,
)
_DENIED_ZH = re.compile(
    r"(?:没有|没|(?<!是)不是|并非|并不是|未|无|而非|不会|不再|排除了?|避免|防止|减少|修复了?)(?:任何|再|被|是|因为?|由于?|发生|出现|看到|看见|发现|收到|触发|见到?|报"
    r"|过|了|一次|(?:[Pp]od|容器)|一个|有|显示|的|\s){0,6}[\"'`“]?$"
)
_DENIED_AFTER = re.compile(
    r"[\"'`*\s]{0,4}(?:[:=：]\s{0,3}[\"']?(?:false|no|none|0|否|无)(?![\w.])"
    r"|\s?(?:count|counts|total|events?|kills?|次数|计数)\s?(?:is|was|[:=：])?\s?(?:0|zero|none)\b"
    r"|(?:was|is|has been)\s(?:ruled out|not|never)\b"
    r"|isn['’]?t|wasn['’]?t"
    r"|(?:已|已经)?(?:排除|不存在|没有发生|没发生)|(?:not|never)\b)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:is|was|are|were|did|does|do|has|have|could|can|would)\s(?:it|this|that|they|the|my|our|there|a"
    r"|any)\b[^.;!?]{0,60}$"
    r"|\bwhat(?:\s(?:does|do|is|are)|['’]?s)\b[^.;!?]{0,60}$|\b(?:how to|how do)\b[^.;!?]{0,60}$"
    r"|(?:是不是|是否|有没有|会不会|难道|什么是|何为|怎么理解)[^。；！？]{0,30}$",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"[\"'`”]?\s?[?？]"
    r"|[^。；！？?!.;]{0,40}(?:吗|么\s?[？?]|是什么意思|什么意思|代表什么|含义|\bmeans?\s?\?|\bmean\b)",
    re.IGNORECASE,
)
_WHY = re.compile(r"\b(?:why|how come|what (?:causes|caused))\b|为什么|为何|为啥|怎么会|咋", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:if|whether|would|could|might|may|maybe|perhaps|probably|possibly|should|will|can|suppose|assume"
    r"|unless|hopefully|hope|fear|worried|e\.g\.|expected"
    r"|suspect|guess|(?:an?|each|every|any)\s(?:container|pod|process|program)\s(?:that|which|whose|is|exits"
    r"|ends|gets)|when(?=\s(?:an?|the|your|containers?|pods?|any)\b)|whenever)\b[^.;!?]{0,80}$"
    r"|(?:如果|假如|若|要是|可能|也许|或许|大概|疑似|怀疑|估计|会|将会|例如|比如|一旦|当[^。]{0,30}时)[^。；！？]{0,40}$",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"[\"'`*)\s]{0,4}(?:\([^()]{0,40}\)\s?)?(?:means?|indicates?|stands for|refers to|is (?:returned|reported"
    r"|set|used|the)\b|表示|意味着|代表|是指|指的是)",
    re.IGNORECASE,
)  # fmt: skip


def polarity(span: Span, line: str) -> Polarity:
    """How the fact stands in its line."""
    before = line[max(0, span.start - REACH) : span.start]
    after = line[span.end : span.end + REACH]
    clause = before[_last(_CLAUSE, before) :]
    sentence = before[_last(_SENTENCE, before) :]
    if span.predicate in ("reason", "state") and is_over(line):
        return "denied"
    if span.denied or _DENIED.search(clause) or _DENIED_ZH.search(clause) or _DENIED_AFTER.match(after):
        return "denied"
    if _WHY.search(sentence):
        return "said"  # who asks why it is so says that it is
    if _ASKED.search(sentence) or _ASKED_AFTER.match(after):
        return "asked"
    return "supposed" if _SUPPOSED.search(sentence) or _DEFINED.match(after) else "said"


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last of them ends; the beginning where there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=0)
