"""Open modals, stacked per person, and everyone's App Home. It must not check blocks or talk to the app."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Literal

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.blocks.blocks import completed
from deploy.sandbox.slack.feed import Feed
from deploy.sandbox.slack.journal import Journal

STACK = 3
"""docs.slack.dev, modals: at most three views in one modal."""


class Windows:
    """Views in memory, written through to the journal and told to the pages of their one person."""

    def __init__(self, journal: Journal, feed: Feed, now: Callable[[], float]) -> None:
        self._journal, self._feed, self._now = journal, feed, now
        self._homes = journal.all("home")
        self._stacks: dict[str, list[Json]] = {
            user: body["views"] for user, body in journal.all("modals").items() if user in people.USERS
        }

    def open(self, user: str, new: Json) -> Json:
        """Show a new modal in place of whatever was open."""
        for view in reversed(self._stacks.get(user, [])):
            self._feed.tell({"type": "view_closed", "view_id": view["id"]}, only=user)
        self._stacks[user] = []
        return self._put_on_top(user, new, None)

    def push(self, user: str, new: Json) -> Json | Literal["push_limit_reached", "not_found"]:
        """Show a modal above the open one."""
        stack = self._stacks.get(user, [])
        if not stack:
            return "not_found"
        return "push_limit_reached" if len(stack) >= STACK else self._put_on_top(user, new, stack[-1])

    def change(self, view_id: str, new: Json) -> Json:
        """Replace an open view, keeping its id; raises KeyError when it is not open."""
        user, old = self._place(view_id)
        view = self._complete(new, old["id"], old["root_view_id"], old["previous_view_id"], old["state"])
        if old["type"] == "home":
            return self._save_home(user, view)
        stack = self._stacks[user]
        stack[[open_view["id"] for open_view in stack].index(view_id)] = view
        self._save_stack(user)
        self._feed.tell({"type": "view", "view": view}, only=user)
        return view

    def close(self, view_id: str, *, everything: bool = False) -> list[Json]:
        """Close a modal and those above it, or the whole stack; returns the closed ones, top first."""
        user, _ = self._place(view_id)
        stack = self._stacks[user]
        start = 0 if everything else [view["id"] for view in stack].index(view_id)
        closed = stack[start:][::-1]
        self._stacks[user] = stack[:start]
        self._save_stack(user)
        for view in closed:
            self._feed.tell({"type": "view_closed", "view_id": view["id"]}, only=user)
        return closed

    def publish(self, user: str, new: Json) -> Json:
        """Show a new App Home to one person."""
        old = self._homes.get(user, {}).get("id")
        return self._save_home(user, self._complete(new, old or _view_id(), None, None, None))

    def keep_state(self, view_id: str, values: Json) -> Json:
        """Remember what the person filled in; raises KeyError when the view is not open."""
        user, old = self._place(view_id)
        view = {**old, "state": {"values": values}}
        if view["type"] == "modal":
            self._stacks[user] = [view if each["id"] == view_id else each for each in self._stacks[user]]
            self._save_stack(user)
        else:
            self._homes[user] = view
            self._journal.put("home", user, view)
        return view

    def find(self, view_id: str = "", external_id: str = "") -> Json | None:
        """An open view or home by either id."""
        views = [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())
        for view in views:
            if (view_id and view["id"] == view_id) or (external_id and view["external_id"] == external_id):
                return view
        return None

    def owner(self, view_id: str) -> str:
        """Whose view it is; raises KeyError when it is not open."""
        return self._place(view_id)[0]

    def home(self, user: str) -> Json | None:
        """What the App Home shows that person, or None before the first publish."""
        return self._homes.get(user)

    def stack(self, user: str) -> list[Json]:
        """The open modals of a person, bottom first."""
        return list(self._stacks.get(user, []))

    def _place(self, view_id: str) -> tuple[str, Json]:
        for user, stack in self._stacks.items():
            for view in stack:
                if view["id"] == view_id:
                    return user, view
        for user, view in self._homes.items():
            if view["id"] == view_id:
                return user, view
        raise KeyError(view_id)

    def _put_on_top(self, user: str, new: Json, below: Json | None) -> Json:
        view_id = _view_id()
        root = below["root_view_id"] if below else view_id
        view = self._complete(new, view_id, root, below["id"] if below else None, None)
        self._stacks.setdefault(user, []).append(view)
        self._save_stack(user)
        self._feed.tell({"type": "view", "view": view}, only=user)
        return view

    def _save_stack(self, user: str) -> None:
        self._journal.put("modals", user, {"views": self._stacks[user]})

    def _save_home(self, user: str, view: Json) -> Json:
        self._homes[user] = view
        self._journal.put("home", user, view)
        self._feed.tell({"type": "home", "view": view}, only=user)
        return view

    def _complete(self, new: Json, view_id: str, root: str | None, previous: str | None, state: Any) -> Json:
        return {
            "id": view_id,
            "team_id": people.TEAM,
            "type": new["type"],
            "blocks": completed(new["blocks"]),
            "private_metadata": new.get("private_metadata", ""),
            "callback_id": new.get("callback_id", ""),
            "external_id": new.get("external_id", ""),
            "state": state or {"values": {}},
            "hash": f"{int(self._now())}.{secrets.token_urlsafe(6)}",
            "title": new.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "close": new.get("close"),
            "submit": new.get("submit"),
            "clear_on_close": bool(new.get("clear_on_close", False)),
            "notify_on_close": bool(new.get("notify_on_close", False)),
            "root_view_id": root or view_id,
            "previous_view_id": previous,
            "app_id": people.APP,
            "app_installed_team_id": people.TEAM,
            "bot_id": people.BOT,
        }


def _view_id() -> str:
    return "V" + secrets.token_hex(5).upper()
