"""The parts of one running workspace, put together once and handed around. It must not contain rules of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.faults import SlackFaults
from deploy.sandbox.slack.feed import Feed
from deploy.sandbox.slack.journal import Journal
from deploy.sandbox.slack.manifest import Manifest, read_manifest
from deploy.sandbox.slack.permits import ReplyLinks, Triggers
from deploy.sandbox.slack.rates import Rates
from deploy.sandbox.slack.settings import SlackSettings
from deploy.sandbox.slack.timeline import Timeline
from deploy.sandbox.slack.traffic import Traffic
from deploy.sandbox.slack.transports.delivery import Delivery
from deploy.sandbox.slack.transports.http import HttpTransport
from deploy.sandbox.slack.transports.socket import SocketTransport
from deploy.sandbox.slack.windows import Windows


@dataclass
class Workspace:
    """Everything the routes need; `address` is known once the server listens."""

    settings: SlackSettings
    manifest: Manifest
    journal: Journal
    feed: Feed
    traffic: Traffic
    faults: SlackFaults
    rates: Rates
    timeline: Timeline
    windows: Windows
    triggers: Triggers
    links: ReplyLinks
    sockets: SocketTransport
    http: HttpTransport | None
    delivery: Delivery
    members: set[str] = field(default_factory=lambda: set(people.CHANNELS))
    """Channels the bot was invited to."""
    address: str = "http://127.0.0.1"

    def app(self) -> Json:
        """The app as the console shows it."""
        line = self.http or self.sockets
        return {
            "name": self.manifest.name,
            "bot_user_id": people.BOT_USER,
            "connected": line.connected,
            "mode": self.settings.mode,
        }

    def slackbot_says(self, user: str, channel: str, text: str, error: str) -> Json:
        """Slack's own note to one person, for example when the app did not answer."""
        body = {"user": people.SLACKBOT, "username": "Slackbot", "text": text, "error": error}
        return self.timeline.post(channel, body, to=user)

    async def close(self) -> None:
        """Let go of the app, the pages and the file."""
        await self.delivery.close()
        await self.sockets.close()
        if self.http is not None:
            await self.http.close()
        self.feed.close()
        self.journal.close()


def build(settings: SlackSettings) -> Workspace:
    """A workspace as those settings describe it, with what its folder remembers."""
    journal, feed = Journal(settings.state_dir), Feed()
    traffic, faults = Traffic(feed), SlackFaults()
    workspaces: list[Workspace] = []

    def app_changed() -> None:
        for workspace in workspaces:
            feed.tell({"type": "app", "app": workspace.app()})

    sockets = SocketTransport(settings, app_changed)
    http = HttpTransport(settings, app_changed) if settings.mode == "http" else None
    workspace = Workspace(
        settings=settings,
        manifest=read_manifest(settings.manifest),
        journal=journal,
        feed=feed,
        traffic=traffic,
        faults=faults,
        rates=Rates(settings.now, on=settings.rate_limit),
        timeline=Timeline(journal, feed, settings.now),
        windows=Windows(journal, feed, settings.now),
        triggers=Triggers(settings.now, settings.trigger_seconds),
        links=ReplyLinks(journal, settings.now),
        sockets=sockets,
        http=http,
        delivery=Delivery(settings, http or sockets, traffic, faults),
    )
    workspaces.append(workspace)
    return workspace
