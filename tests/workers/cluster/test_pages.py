"""Lists are read page by page, and end."""

from collections.abc import Callable
from typing import Any

import pytest

from workers.cluster import errors, wire
from workers.cluster.connect import Cluster
from workers.cluster.pages import listed

PODS = "/api/v1/pods"


def _page(names: list[str], token: str = "") -> dict[str, Any]:
    return {"metadata": {"continue": token}, "items": [{"metadata": {"name": name}} for name in names]}


def _names(cluster: Cluster, **how: Any) -> list[str]:
    return [pod.metadata.name for pod in listed(cluster, "pods", wire.PodList, **how)]


def _in_turn(api: Any, *pages: Any) -> None:
    """Answers the requests one after the other; an integer is a status."""
    left = list(pages)

    def answer(_: Any) -> Any:
        page = left.pop(0)
        api.says(
            "/spare", page if isinstance(page, dict) else {"message": "gone"}, 200 if isinstance(page, dict) else page
        )
        return api.replies["/spare"]

    api.does(PODS, answer)


def test_a_refused_list_raises(api: Any, connected: Callable[..., Cluster]) -> None:
    """The first page tells."""
    _in_turn(api, 403)

    with pytest.raises(errors.Forbidden):
        _names(connected(api.url))


def test_pages_follow_their_token(api: Any, connected: Callable[..., Cluster]) -> None:
    """Until there is none."""
    _in_turn(api, _page(["a", "b"], "t1"), _page(["c"]))

    assert _names(connected(api.url)) == ["a", "b", "c"]
    assert api.asked == [f"{PODS}?limit=500", f"{PODS}?limit=500&continue=t1"]


def test_a_token_that_expired_ends_the_list_where_it_is(api: Any, connected: Callable[..., Cluster]) -> None:
    """Better half a list than none; the first page's 410 is a true error."""
    _in_turn(api, _page(["a"], "t1"), 410)

    assert _names(connected(api.url)) == ["a"]


def test_no_list_is_endless(api: Any, connected: Callable[..., Cluster]) -> None:
    """A server that always has another page, or sends more than asked for, or empty pages, is left."""
    _in_turn(api, *[_page(["a", "b"], "more")] * 3)
    assert _names(connected(api.url), most=5) == ["a", "b", "a", "b", "a"]

    _in_turn(api, _page([], "more"))
    assert _names(connected(api.url)) == []
