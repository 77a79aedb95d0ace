"""Whether a sentence tells what happened once, or asks, rules, advises, plans, or lists changes. Pure.

People ask, suppose, explain, announce and thank far more often than they report. Only a sentence about one occasion
(`my pod keeps ...`, `web-0 was ...`, `since the deploy`) tells something that can be evidence.
"""

import re
from functools import lru_cache

LONGEST = 600
"""Characters of a line that are looked at: what it is shows early."""
FRAGMENT = 6
"""Fewer words than these are a remark rather than a sentence: they are about the one occasion at hand."""
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BULLET = r"(?:#{1,6} |[-*•+] )"
_TERM = r"^\W{0,6}(?:\w{3,40}\W{1,2} )?"
"""Where a sentence begins, behind the term it explains: `ImagePullBackOff: the kubelet waits ...`."""
_PART = (
    r"(?:kubelet|scheduler|controller|container|pod|node|probe|job|deployment|runtime|cluster|api server|image|volume"
    r"|secret|claim|process|request|limit|service|exporter|kernel|registry|oom killer|load balancer)"
)
"""What documentation has sentences about."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


CHANGE = _any(
    rf"{_BULLET}?(?:feat|fix|docs|ci|test|chore|refactor|perf|build|style)(?:\([\w./-]{{1,40}}\))?!?: ",
    rf"{_BULLET}(?:fix(?:e[sd])?|add(?:ed|s)?|bump(?:ed|s)?|improve[sd]?|remove[sd]?|update[sd]?|support|deprecate[sd]?)\b",
    rf"{_BULLET}(?:retr(?:y|ies)|change[sd]?|rename[sd]?|refactor(?:ed)?|handle[sd]?|allows?|ensure[sd]?)\b",
    rf"{_BULLET}(?:reduced|fewer|faster|new:|now |优化|新增|修复|改进|支持|调整|升级)",
    rf"{_BULLET}(?:the|an?|pods?|nodes?|it|we) .{{3,400}}\.$",
    rf"{_BULLET}.{{0,200}}\b(?:is|are) (?:now|gone)\b",
    r"(?:fixed|bump|improved|deprecated|breaking|upgrade notes?|known issues?)\b[: ]",
    r"v?\d{1,4}\.\d{1,4}\.\d{1,4} \(",
    r"(?:note|tip|hint|faq|example|important)s?: ",
)
"""An entry of release notes, a commit's subject, a note; where the line begins."""
RULE = _any(
    rf"{_TERM}(?:an?|any|every|each) (?:\w+ ){{0,2}}{_PART} (?:that|which|whose|is|may|can|must)\b",
    rf"^\W{{0,6}}(?:if|when(?:ever)?|once|by default,?) (?:an?|the|your|any) (?:\w+ ){{0,2}}{_PART}s?\b",
    rf"^\W{{0,6}}{_PART}e?s (?:that|which|whose)\b",
    rf"{_TERM}(?:the|an?|each|every) (?:\w+ )?{_PART}s? (?:(?:that|which) \w+ )?[a-z]{{3,20}}s "
    r"(?:the|an?|it|its|pods?|containers?|nodes?|failed|before|after)\b(?!.*\d)",
    r"^\W{0,6}(?:you (?:can|may|should)|this (?:guide|page|section) \w+s)\b",
    r"^(?-i:[A-Z])[a-z]{2,20}s should\b",
    r"^[-*] [`*]{1,2}[^`*]{1,80}[`*]{1,2} ?[:：,，(（—–-]",  # a term, and what it means
    r"\b(?:usually|typically|normally|in general|by default|for example)\b",
    r"\b(?:means that|(?:may|can|might|could) (?:also )?mean|indicates that|occurs (?:if|when))\b",
    r"\b(?:is|are) (?:returned|reported) if\b",
)
"""A sentence of documentation: what always holds."""
_ADVICE = _any(
    r"^\W{0,6}(?:use|see (?:the|also|[A-Z])|set|check|note|for example|to|make sure|please (?:do|check|make|see))\b",
    r"\b(?:e\.g\.|such as|whenever|means? that|indicates?|refers to|no longer|let's|would be nice)",
    r"\b(?:should|shall) we\b|\b(?:can|could) (?:you|someone|we)\b|\bwe (?:should|could|might|plan|want to|need to)\b",
    r"\bnext (?:sprint|week)\b|\b(?:if|when) (?:an?|you|there|needed|required)\b",
    r"\bthe (?:docs|documentation|page|runbook|guide)\b",
    r"\b(?:reading|talk(?:ing|s)?|blog post|article|exam|course|tutorial|webinar|slides) (?:about|on|for|exam)\b",
    r"如果|假如|一旦|当.{0,40}时|时[，,].{0,30}会|默认|表示|意味着|是指|一般|通常|可能会|也可能|以后|建议|是否需要",
    r"请(?:检查|参考|参阅|查看|联系|确认)|(?:已经|已)(?:修复|解决|恢复)|不会再|不再",
)
"""Advice, plans, talk about a subject, and what is over."""
QUESTION = _any(
    r"^[^.!。！:：]*[?？]\s*$|[吗呢么]\s*[?？。]?$|什么意思|代表什么|怎么(?:避免|设置|配置|查看|理解)|如何|是什么",
    r"^\W{0,4}(?:is there|are there|how (?:do|to|can|should)|what (?:does|is)|does anyone|do we)\b",
    r"^\W{0,4}(?:should|can|could|would|who)\b",
)
_STILL_TELLS = _any(r"\b(?:why|what'?s wrong|what now|any ideas?)\b", r"为什么|为何|为啥|怎么(?:回事|办|会)|求助")
"""Who asks why it is so says that it is so."""
_OCCASION = _any(
    r"\b(?:my|ours?|i|we|it|its|it's|this|these|keeps?|kept|stuck|still|since|now|again|suddenly|today|yesterday|always)\b",
    r"\b(?:constantly|every time|right after|(?:on|at) startup|after (?:the|an?|every))\b",
    r"\b(?:stays?|goes|went|won't|doesn't|didn't|isn't|shows?|says?|said|reads?|got|gets?|getting|seeing|saw|see)\b",
    r"\bthe \w{2,30} (?:is|was|are|were|has|had|exit|di(?:es|ed)|crash|fail|restart|hang|cannot|can't|could|does|did)",
    r"[\"'`:：].{3,}|\d|\b[a-z][a-z0-9]{0,30}-[a-z0-9-]{1,60}\b|^#|\b(?-i:[A-Z][a-z]{1,20}[A-Z])",
    r"我|咱|一直|总是|老是|又|刚|昨|今天|现在|起不来|启动不了|报|卡在|卡住|挂了|重启|崩|频繁|突然|失败|看到|显示|提示|了",
)
"""What makes it this time, this pod, this line."""


def is_general(line: str) -> bool:
    """Whether a sentence asks, rules, advises, plans or lists changes: nothing happened by it."""
    text = line.strip()[:LONGEST]
    if QUESTION.search(text) and not _STILL_TELLS.search(text):
        return True
    return bool(CHANGE.match(text) or RULE.search(text) or _ADVICE.search(text))


@lru_cache(maxsize=8192)  # asked for every fact and for every line of a part, which has 5,000 at most
def tells_of_an_occasion(line: str) -> bool:
    """Whether what a person wrote tells what happened."""
    text = line.strip()[:LONGEST]
    if is_general(text):
        return False
    words = len(text.split()) + len(_IDEOGRAPHS.findall(text)) // 2
    return words < FRAGMENT or _OCCASION.search(text) is not None
