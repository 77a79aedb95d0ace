"""The other side of `benchmarks/end_to_end.py`: the same Bolt in Socket Mode, with listeners that do nothing."""

import os
import re

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient


def main() -> None:
    """Acknowledge both commands with one word, until killed."""
    url = os.environ["WHYPOD_SLACK_API_URL"]
    app = App(client=WebClient("xoxb-local-bot", base_url=url))

    @app.command(re.compile(r"^/"))
    def command(ack: Ack) -> None:
        ack("nothing")

    SocketModeHandler(app, "xapp-local-app", web_client=WebClient(base_url=url)).start()  # type: ignore[no-untyped-call]


if __name__ == "__main__" and "WHYPOD_SLACK_API_URL" in os.environ:  # `make bench` runs every file here
    main()
