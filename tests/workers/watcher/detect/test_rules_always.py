"""What holds of the rules for any terminations whatever: generated ones."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from core.messages.terminations import Termination
from tests.workers.watcher.detect.cases import NEW, NOW, OLD, case, check, end
from workers.watcher.detect.rules import apply_rules
from workers.watcher.detect.thresholds import DEFAULTS, CountWithin, Thresholds

ENDS = st.lists(
    st.builds(
        end,
        st.integers(1, 6),
        st.floats(-100, 5000, allow_nan=False),
        st.sampled_from(["a", "b", "c", "d"]),
        reason=st.sampled_from(["Error", "OOMKilled", "Completed"]),
        restarted=st.booleans(),
        exact=st.booleans(),
        template=st.sampled_from(["old", "new", ""]),
    ),
    max_size=20,
)
WHOLE = {"present": frozenset("abcd"), "replicas": 4, "templates": (OLD, NEW)}


@settings(deadline=None)
@given(ENDS, st.randoms(use_true_random=False))
def test_the_order_of_the_ends_does_not_matter(ends: list[Termination], random: Random) -> None:
    """Nor do repetitions: a list told again is the same stream."""
    shuffled = [*ends, *ends[:5]]
    random.shuffle(shuffled)

    assert apply_rules(case(*shuffled, **WHOLE), DEFAULTS, NOW) == apply_rules(case(*ends, **WHOLE), DEFAULTS, NOW)


@settings(deadline=None)
@given(ENDS)
def test_a_jump_says_nothing_its_ends_do_not(ends: list[Termination]) -> None:
    """Its pods, times and counts are those of ends that were there and have happened."""
    decision, jump = apply_rules(case(*ends, **WHOLE), DEFAULTS, NOW)

    assert decision.spoke == (jump is not None)
    if jump is not None:
        numbers = {(one.uid, one.number) for one in ends if one.at <= NOW}
        assert 2 <= jump.restarts <= len(numbers)
        assert set(jump.pods) <= {one.pod for one in ends}
        assert min(one.at for one in ends) <= jump.since <= jump.at <= NOW


@settings(deadline=None)
@given(ENDS, st.integers(1, 5))
def test_a_higher_threshold_never_speaks_where_a_lower_one_is_silent(ends: list[Termination], more: int) -> None:
    """Monotonic in what the settings say."""
    low = check(case(*ends, **WHOLE), "pod-restarts")
    high = check(case(*ends, **WHOLE), "pod-restarts", Thresholds(restarts=CountWithin(3 + more, 600)))

    assert low.spoke or not high.spoke


@settings(deadline=None)
@given(ENDS)
def test_what_is_older_than_every_window_is_silent(ends: list[Termination]) -> None:
    """However much of it there is, as long as nothing is looping."""
    old = [structs.replace(one, at=one.at - 20_000) for one in ends]

    assert apply_rules(case(*old, **WHOLE), DEFAULTS, NOW)[1] is None
