"""Settings and thresholds: what is refused, and what an annotation may change."""

import pytest

from core.settings import BadSettings
from workers.watcher.detect.thresholds import DEFAULTS, BadThreshold, CountWithin, Share, Thresholds, changed, read
from workers.watcher.settings import load


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("restarts", "three"),
        ("restarts", "0/10m"),
        ("restarts", "3/0s"),
        ("restarts", "3/999999d"),
        ("restarts", "3/10"),
        ("replicas", "101%/10m"),
        ("replicas", "3/10m"),
        ("usual", "0.5x"),
        ("usual", "x"),
        ("alerts", "maybe"),
        ("replicas-at-least", "0"),
        ("replicas-at-least", "²"),
        ("replicas-at-least", "off"),
        ("start-up", "off"),
        ("cannot-start", "5"),
        ("cannot-start", "8d"),
        ("restarts", "9/4h"),
        ("replicas", "50%/1d"),
        ("nonsense", "1"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(name: str, text: str) -> None:
    """The sentence names it and shows the form."""
    with pytest.raises(BadThreshold, match=name):
        read(name, text)


def test_an_annotation_changes_what_it_names_and_nothing_else() -> None:
    """What is wrong is reported, what is unknown passed over."""
    texts = {"restarts": "5/1h", "oom": "off", "replicas": "80%/5m", "usual": "many", "channel": "C0SHOP"}
    thresholds, wrong = changed(DEFAULTS, texts)

    assert thresholds == Thresholds(restarts=CountWithin(5, 3600), oom=None, replicas=Share(80, 300))
    assert wrong == ("""usual: 'many' is not a multiple, like "3x" or "off\"""",)


def test_the_defaults_of_the_settings_are_those_of_the_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said twice, so that both places can be read alone."""
    for name in ("RESTARTS", "OOM", "NAMESPACES"):
        monkeypatch.delenv(f"WHYPOD_ALERT_{name}", raising=False)

    assert load({}).thresholds() == DEFAULTS


def test_namespaces_have_thresholds_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """On top of the general ones."""
    monkeypatch.setenv("WHYPOD_ALERT_RESTARTS", "4/20m")
    monkeypatch.setenv("WHYPOD_ALERT_NAMESPACES", '{"batch": {"oom": "off"}, "dev": {"alerts": "off"}}')
    by_namespace = load({}).thresholds_by_namespace()

    assert by_namespace == {
        "batch": Thresholds(restarts=CountWithin(4, 1200), oom=None),
        "dev": Thresholds(restarts=CountWithin(4, 1200), alerts=False),
    }


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WHYPOD_ALERT_RESTARTS", "often"),
        ("WHYPOD_ALERT_NAMESPACES", "{"),
        ("WHYPOD_ALERT_NAMESPACES", "[1]"),
        ("WHYPOD_ALERT_NAMESPACES", '{"batch": {"restart": "3/10m"}}'),
        ("WHYPOD_ALERT_NAMESPACES", '{"batch": {"oom": "x"}}'),
        ("WHYPOD_WATCH_NAMESPACES", ",".join(f"n{number}" for number in range(51))),
        ("WHYPOD_WATCH_GROUP", "a:b"),
        ("WHYPOD_WATCH_SILENCE", "0"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """The process does not start with a threshold nobody meant."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSettings, match=variable):
        load({})
