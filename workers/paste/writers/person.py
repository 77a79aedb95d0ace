"""What a person writes to another person: how it is known, and whether it tells what happened at all. Pure.

People ask, suppose, explain, announce and thank far more often than they report. Only a sentence about one occasion
(`my pod keeps ...`, `web-0 was ...`, `since the deploy`) tells something that can be evidence.
"""

import re
from functools import lru_cache

from workers.paste.writers.program import looks_logged, troubled

LONGEST = 600
"""Characters of a line that are looked at: who speaks shows it early."""
FRAGMENT = 6
"""Fewer words than these are a remark rather than a sentence: they are about the one occasion at hand."""
_CODE_LIKE = re.compile(r"[/\\=<>{}\[\]|_$]|::|->|\w\(|\b0x[0-9a-f]|\w\.\w{2,}|\d{2,}|:\s*$")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(
    r"\b(?:the|is|are|was|my|we|you|it|and|have|has|this|that|please|help|why|how|our|after|but)\b", re.I
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I've|my|we|we're|our|anyone|please|thanks|hi|hello|help|any ideas?|what'?s|why)\b", re.IGNORECASE
)
"""In what a person writes; but programs say `please` and `we`, too."""
_ASKER = re.compile(
    r"\b(?:I|I'm|I've|my|our|anyone|someone|somebody|nobody|thanks|hi|hello|hey|sorry|lgtm|fyi|heads up|reminder"
    r"|why|what now|who (?:can|knows|owns|broke)|any (?:ideas?|news)|this morning|last (?:week|month|night))\b",
    re.IGNORECASE,
)
"""What no program says of itself."""
_HEAD = re.compile(r"(?:[Ee]rror|[Ff]atal|FATAL|ERROR|[Ww]arning|[Ff]ailure|[\w./-]{1,60}[a-z]\[\d{1,9}\]|curl|nginx):")
"""How a program's error begins, whatever words follow."""
_ERROR = re.compile(r"[^.!?:]{4,80}: ")
"""What went wrong, and after a colon why: a program's, even where it goes on to explain."""
_CHANGE = re.compile(
    r"(?:#{1,6} |[-*•+] )?(?:feat|fix|docs|ci|test|chore|refactor|perf|build|style)(?:\([\w./-]{1,40}\))?!?: "
    r"|(?:#{1,6} |[-*•+] )(?:fix(?:e[sd])?|add(?:ed|s)?|bump(?:ed|s)?|improve[sd]?|remove[sd]?|update[sd]?|support"
    r"|deprecate[sd]?|retr(?:y|ies)|change[sd]?|rename[sd]?|refactor(?:ed)?|handle[sd]?|allows?|ensure[sd]?)\b"
    r"|[-*•+] (?:the|an?|pods?|nodes?|it|we|now) .{3,400}\.$"
    r"|(?:fixed|bump|improved|deprecated|breaking|upgrade notes?|known issues?)\b[: ]"
    r"|v?\d{1,4}\.\d{1,4}\.\d{1,4} \(",
    re.IGNORECASE,
)
"""An entry of release notes, a commit's subject."""
_PART = (
    r"(?:kubelet|scheduler|controller|container|pod|node|probe|job|deployment|runtime|cluster|api server|image|volume"
    r"|secret|claim|process|request|limit|service|exporter)"
)
_RULE = re.compile(
    rf"^\W{{0,6}}(?:(?:an?|any|every|each) (?:\w+ ){{0,2}}{_PART} (?:that|which|whose|is|may|can|will|must)"
    rf"|(?:if|when(?:ever)?|once|by default,?) (?:an?|the|your|any) (?:\w+ ){{0,2}}{_PART}s?|you (?:can|may|should)"
    rf"|(?:pods|containers|nodes|secrets|images|jobs|claims|processes|requests) (?:that|which|whose)"
    rf"|(?:the|an?|each|every) (?:\w+ ){{0,1}}{_PART}s? (?:that \w+ |which \w+ )?[a-z]{{3,20}}s (?:the|an?|it|pods?"
    r"|containers?|nodes?|failed|its))\b(?!.*\d)"
    r"|\b(?:usually|typically|normally|in general|by default|for example|means that|this (?:guide|page|section) \w+s"
    r"|indicates that|occurs (?:if|when)|(?:is|are) (?:returned|reported) if)\b",
    re.IGNORECASE,
)
"""A sentence of documentation: what always holds."""
_GENERAL = re.compile(
    r"^\W{0,6}(?:use|see (?:the|also|[A-Z])|set|check|note|for example|to|make sure|please (?:do|check|make|see))\b"
    r"|\b(?:e\.g\.|such as|whenever|means? that|indicates?|refers to"
    r"|the (?:docs|documentation|page|runbook|guide)|no longer|should we|shall we|let's|would be nice"
    r"|(?:can|could) (?:you|someone|we)|next (?:sprint|week)|we (?:should|could|might|plan|want to|need to)"
    r"|(?:if|when) (?:an?|you|there|needed|required))\b"
    r"|如果|假如|一旦|当.{0,40}时|默认|表示|意味着|是指|请(?:检查|参考|参阅|查看|联系|确认)|一般|通常|可能会|以后|建议"
    r"|是否需要|(?:已经|已)(?:修复|解决|恢复)|不会再|不再",
    re.IGNORECASE,
)
"""Advice, plans, and what is over: no report of one occasion."""
_QUESTION = re.compile(
    r"^[^.!。！:：]*[?？]\s*$|[吗呢么]\s*[?？。]?$|什么意思|代表什么|怎么(?:避免|设置|配置|查看|理解)|如何|是什么"
    r"|^\W{0,4}(?:is there|are there|how (?:do|to|can|should)|what (?:does|is)|does anyone|do we|should|can|could|would"
    r"|who)\b",
    re.IGNORECASE,
)
_STILL_TELLS = re.compile(
    r"\b(?:why|what'?s wrong|what now|any ideas?)\b|为什么|为何|为啥|怎么(?:回事|办|会)|求助", re.IGNORECASE
)
"""Who asks why it is so says that it is so."""
_OCCASION = re.compile(
    r"\b(?:my|our|ours|i|we|it|its|it's|this|these|keeps?|kept|stuck|still|since|now|again|suddenly|today|yesterday|always"
    r"|constantly|every time|right after|on startup|at startup|stays?|goes|went|won't|doesn't|didn't|isn't|shows?|says?"
    r"|said|reads?|got|gets?|getting|seeing|saw|see|after (?:the|an?|every))\b"
    r"|\bthe \w{2,30} (?:is|was|are|were|has|had|exit|di(?:es|ed)|crash|fail|restart|hang|cannot|can't|could|does|did)"
    r"|[\"'`:：].{3,}|\d|\b[a-z][a-z0-9]{0,30}-[a-z0-9-]{1,60}\b|^#|\b(?-i:[A-Z][a-z]{1,20}[A-Z])"
    r"|我|咱|一直|总是|老是|又|刚|昨|今天|现在|起不来|启动不了|报错|报|卡在|卡住|挂了|重启|崩|频繁|突然|失败|看到|显示|提示|了",
    re.IGNORECASE,
)
"""What makes it this time, this pod, this line."""


def looks_said(line: str, *, among_logs: bool = False) -> bool:
    """Whether a person may have written the line to another person, rather than a program.

    Among log lines (`among_logs`) a plain English sentence is the program's.
    """
    text = line.strip()[:LONGEST]
    if not text or looks_logged(text):
        return not text
    if _IDEOGRAPHS.search(text):
        return True
    if _FIRST_PERSON.search(text):
        return not troubled(text) or text.endswith(("?", "!", ".", ":"))
    if troubled(text):
        return False
    words = len(text.split())
    if among_logs:
        return False
    if text.startswith(("# ", "## ", "### ", "- ", "* ")) and words > 2 and not _CODE_LIKE.search(text[2:]):
        return True
    return words > 3 and len(_SENTENCE.findall(text)) >= 2 and not _CODE_LIKE.search(text.rstrip(":"))


def is_person(line: str) -> bool:
    """Whether nobody but a person wrote the line: first person, thanks, prose in Chinese, a rule, a change log."""
    text = line.strip()[:LONGEST]
    if looks_logged(text) or _HEAD.match(text):
        return False
    if _IDEOGRAPHS.search(text):
        return True
    if _ASKER.search(text) and (not _CODE_LIKE.search(text) or text.endswith(("?", "!", ".", ":"))):
        return True
    if _QUESTION.match(text) and text.endswith("?"):
        return not _CODE_LIKE.search(text)
    return bool(_CHANGE.match(text) or (_RULE.search(text) and not _ERROR.match(text)))


def is_general(line: str) -> bool:
    """Whether a sentence asks, rules, advises, plans or lists changes: nothing happened by it."""
    text = line.strip()[:LONGEST]
    if _QUESTION.search(text) and not _STILL_TELLS.search(text):
        return True
    return bool(_CHANGE.match(text) or _RULE.search(text) or _GENERAL.search(text))


@lru_cache(maxsize=1024)  # asked for every fact and for every line
def tells_of_an_occasion(line: str) -> bool:
    """Whether what a person wrote tells what happened: no question, rule, plan, advice or entry of a change log."""
    text = line.strip()[:LONGEST]
    if is_general(line):
        return False
    words = len(text.split()) + len(_IDEOGRAPHS.findall(text)) // 2
    return words < FRAGMENT or _OCCASION.search(text) is not None
