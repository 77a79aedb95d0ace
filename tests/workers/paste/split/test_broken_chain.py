"""Events whose message somebody broke over several lines."""

from workers.paste.read import read


def test_an_error_broken_after_its_colons_is_one_message() -> None:
    """People break a long chain of errors where each names the next; the event has all of it."""
    text = (
        'Failed to pull image "reg.io/app:9": \ninitializing source docker://reg.io/app:9: \n'
        'Get "https://reg.io/v2/":\ndial tcp: lookup reg.io: no such host'
    )
    (snapshot,) = read(text)
    assert snapshot.events is not None
    assert [event.message for event in snapshot.events] == [
        'Failed to pull image "reg.io/app:9":  initializing source docker://reg.io/app:9:  Get "https://reg.io/v2/": '
        "dial tcp: lookup reg.io: no such host"
    ]
