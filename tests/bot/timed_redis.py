"""A Redis whose clock stands where the test puts it. Tests only."""

from fakeredis import FakeRedis


class TimedRedis(FakeRedis):
    """`now` is what its `TIME` answers, in seconds since 1970."""

    now = 1000.0

    def time(self, **_: object) -> tuple[int, int]:
        """Seconds and microseconds."""
        return int(self.now), int(self.now % 1 * 1e6)
