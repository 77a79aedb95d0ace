"""Where an alert goes, how urgent it is there, and when it waits."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.routing import AlertRoute, Destination, QuietHours, Routing, parse_quiet_hours
from core.messages.incidents import StormIncident, WorkloadIncident
from core.messages.jumps import Workload

TIMES = {"started_at": 0.0, "detected_at": 0.0}
NIGHT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC).timestamp()
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC).timestamp()


def incident(namespace: str = "shop", **changes: Any) -> WorkloadIncident:
    workload = Workload(namespace=namespace, kind="Deployment", name="web")
    return WorkloadIncident(**{"id": "i", "workload": workload, **TIMES, **changes})


@pytest.mark.parametrize("text", ["22-7", "25:00-07:00", "22:00-07:00 Mars/Olympus", "always"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    """With a sentence that says how they go."""
    with pytest.raises(ValueError, match=r"quiet hours|time zone|hour must be"):
        parse_quiet_hours(text)


def test_an_annotation_cannot_choose_any_channel() -> None:
    """Whoever deploys a pod must not post where the settings never said."""
    routing = Routing("#oncall", (AlertRoute(channel="#shop", namespace="none"),))

    assert routing.destination(incident(routing_labels={"whypod.dev/channel": "#ceo"}), NOON).channel == "#oncall"
    assert routing.destination(incident(routing_labels={"whypod.dev/channel": "#shop"}), NOON).channel == "#shop"


def test_the_first_route_that_fits_wins() -> None:
    """By namespace pattern, by label with and without value; the default takes the rest."""
    routes = (
        AlertRoute(channel="#pay", label="team=pay", severity="page"),
        AlertRoute(channel="#any-team", label="team"),
        AlertRoute(channel="#a", namespace="team-a-*", language="zh"),
    )
    routing = Routing("#oncall", routes)
    found = [
        routing.destination(one, NOON)
        for one in (
            incident(routing_labels={"team": "pay"}, severity="warn"),
            incident(routing_labels={"team": "web"}),
            incident("team-a-prod"),
            incident("team-b"),
        )
    ]

    assert found == [
        Destination("#pay", "page", None, False),
        Destination("#any-team", "page", None, False),
        Destination("#a", "page", "zh", False),
        Destination("#oncall", "page", None, False),
    ]


def test_at_night_only_what_pages_is_told() -> None:
    """The rest waits until the hours are over, in the zone they are given in."""
    quiet = parse_quiet_hours("22:00-07:00 Europe/Berlin")
    assert quiet is not None
    routing = Routing("#oncall", quiet_hours=quiet)
    held = [routing.destination(incident(severity=one), NIGHT).deferred for one in ("page", "warn")]

    assert held == [False, True]
    assert not routing.destination(incident(severity="warn"), NOON).deferred
    assert quiet.ends(NIGHT) == datetime(2026, 11, 21, 6, 0, tzinfo=UTC).timestamp()


def test_hours_within_one_day() -> None:
    """They need not go over midnight."""
    quiet = parse_quiet_hours("09:00-13:00")

    assert quiet == QuietHours(quiet.start, quiet.end) if quiet else None
    assert quiet is not None
    assert (quiet.holds(NOON), quiet.holds(NIGHT)) == (True, False)


def test_a_storm_of_one_team_goes_to_that_team() -> None:
    """Only when all of its workloads do."""
    routing = Routing("#oncall", (AlertRoute(channel="#shop", namespace="shop"),))
    storms = [
        StormIncident(id="s", member_names=names, **TIMES) for names in (("shop/a", "shop/b"), ("shop/a", "web/c"))
    ]

    assert [routing.destination(one, NOON).channel for one in storms] == ["#shop", "#oncall"]
