"""Whether a page is about a question: by the keywords the question holds whole, else by the share of its words. Pure.

A word that two texts share proves little: `slow` of `etcd slow` stands on the page about pods that stop slowly. A
keyword that stands whole in the question proves much. Words that no page knows count as the rarest ones do.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence

FITS = 0.5
"""Share of a question's weight that a page without a whole keyword has to cover; nobody meant one below it."""
HALF_WORD = 0.3
"""Weight of two Chinese characters that no page has side by side: mostly they are the border of two words."""
ELSEWHERE = re.compile(
    r"\b(?:hpa|vpa|autoscal\w{0,6}|scal(?:e|es|ing) (?:up|out|down)|etcd|ingress|cert-manager|let'?s ?encrypt"
    r"|cert(?:ificate)?s?\b.{0,20}\b(?:expir\w{1,4}|renew\w{0,3}|rotat\w{1,4})|(?:renew|rotate)\b.{0,20}\bcert(?:ificate)?s?"
    r"|prometheus|grafana|kafka|helm chart|terraform|networkpolicy|network policy|rbac|argo ?cd)\b"
    r"|证书.{0,6}(?:过期|到期|续期|更新|轮换)|自动扩|扩容|缩容|网络策略|监控告警",
    re.IGNORECASE,
)
"""What people on call ask about as well, and no page is about: the guide says so instead of showing a page that has one
of the words."""

OF_THE_FIELD = re.compile(
    r"\b(?:pods?|containers?|nodes?|kubectl|kubelet|docker|deployments?|statefulsets?|daemonsets?|replicasets?"
    r"|cronjobs?|namespaces?|services?|sidecars?|initcontainers?|configmaps?|pvcs?|exit(?:s|ed)? (?:code|status|with)"
    r"|oom\w*|app|liveness|readiness|sig[a-z]{3,4}|process|cluster|k8s|limits?)\b"
    r"|容器|节点|镜像|探针|进程|命名空间|集群|退出码|(?<![a-z])pod|(?-i:\b\w*[a-z][A-Z]\w*)",
    re.IGNORECASE,
)
"""Words without which a question may be about anything, though it shares one with a page: `volume up`."""
_EVERYDAY = frozenset({
    "wait", "restart", "sandbox", "registry", "kill", "abort", "pend", "forbidden", "undo", "revision", "canary",
    "terminat", "drain", "heap", "order", "fragmentation", "ready", "affinity", "quota", "trojan", "malware",
    "scheduler", "taint", "toleration", "unknown", "evict", "lookup", "sign", "df", "job", "who",
})  # fmt: skip
"""Stems of keywords that are plain English as well."""

_ONE_WORD = re.compile(r"(?a:[\w./:-]{1,60})|[\u3400-\u9fff]{1,3}")
"""The whole of a question that is one word, or one term in Chinese."""

Terms = Callable[[str], Iterable[str]]


class Coverage:
    """The keywords and words of all pages, ready to be compared with questions."""

    def __init__(self, pages: Sequence[tuple[Collection[str], Iterable[str]]], terms: Terms) -> None:
        """Take each page as (its keywords, the words of its text); `terms` takes a keyword apart as a question is."""
        self._terms = terms
        self._keywords = [[frozenset(map(stem, terms(keyword))) for keyword in keywords] for keywords, _ in pages]
        self._words = [frozenset(map(stem, words)) for _, words in pages]
        spread = {word: sum(word in words for words in self._words) for words in self._words for word in words}
        self._weights = {word: math.log(1 + len(pages) / count) for word, count in spread.items()}
        self._unknown = math.log(1 + len(pages))

    def whole(self, page: int, question: Sequence[str]) -> float:
        """The weight of the page's keywords that stand whole in the question, relative to the rarest word's."""
        asked = frozenset(map(stem, question))
        words = frozenset[str]().union(*(keyword for keyword in self._keywords[page] if keyword and keyword <= asked))
        return sum(map(self._weight, words)) / self._unknown

    def share(self, page: int, question: Sequence[str]) -> float:
        """The share of the question's weight that stands anywhere on the page, 0 to 1."""
        asked = [stem(term) for term in question]
        total = sum(map(self._weight, asked))
        return sum(self._weight(word) for word in asked if word in self._words[page]) / total if total else 0.0

    def fits(self, page: int, question: Sequence[str], words: str) -> bool:
        """Whether the page is about `words`, which `question` holds as terms."""
        if not (OF_THE_FIELD.search(words) or _ONE_WORD.fullmatch(words.strip())):
            return self._names_it(page, question, frozenset(map(stem, self._terms(words))))
        if self.whole(page, question):
            return True
        return self.share(page, question) >= FITS and not ELSEWHERE.search(words)

    def _names_it(self, page: int, question: Sequence[str], typed: frozenset[str]) -> bool:
        """Whether a keyword of the page that is no plain English stands whole in the question.

        One of plain English counts where every word that was `typed` stands somewhere in the guide.
        """
        asked = frozenset(map(stem, question))
        keywords = [keyword for keyword in self._keywords[page] if keyword and keyword <= asked]
        if any(not keyword <= _EVERYDAY and (len(keyword) > 1 or not _is_a_pair(keyword)) for keyword in keywords):
            return True
        return bool(keywords) and all(word in self._weights for word in typed)

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._unknown if word.isascii() else HALF_WORD)


def _is_a_pair(keyword: frozenset[str]) -> bool:
    """Whether it is two Chinese characters, which stand in sentences about anything."""
    return all(not word.isascii() for word in keyword)


def stem(word: str) -> str:
    """An English word without its commonest endings, so that `pulls` and `pulling` are `pull`; others as they are."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.isascii() and word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            bare = word[: -len(ending)]
            return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and ending in ("ing", "ed") else bare
    return word
