"""What the simulated containers do: what they print, when and how they end. Data only.

`{now}` in a line becomes the moment it is printed, in the form the program's language logs it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

GO = "%Y/%m/%d %H:%M:%S"
ISO = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class SimulatedProbe:
    """A liveness probe that starts to fail; the numbers are seconds, and those of the pod's spec."""

    fails_from: float
    """So long after the start the program stops answering."""
    message: str
    """What the kubelet says in the event."""
    period: float = 10
    threshold: int = 3
    grace: float = 30
    """How long the program then lives on before SIGKILL; 0 if it ends by itself at once."""


@dataclass(frozen=True)
class SimulatedProgram:
    """One program. It runs for ever unless `ends_after` or a failing probe ends it."""

    says: tuple[tuple[float, str], ...] = ()
    """Seconds after the start, and a line."""
    repeats: tuple[float, str] | None = None
    """A line printed every so many seconds while it runs."""
    clock: str = ISO
    ends_after: float | None = None
    exit_code: int = 0
    reason: str = "Completed"
    liveness: SimulatedProbe | None = None
    ready_after: float = 0
    """When the readiness probe succeeds first."""


GO_PANIC = SimulatedProgram(
    says=(
        (0.05, "{now} checkout 4.12.0 starting, commit 5f2c19e"),
        (0.1, "{now} connected to postgres at checkout-db:5432"),
        (0.2, "{now} loading price rules: 214 rules"),
        (0.9, "panic: runtime error: invalid memory address or nil pointer dereference"),
        (0.9, "[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x6c1f4a]"),
        (0.9, ""),
        (0.9, "goroutine 1 [running]:"),
        (0.9, "shop/checkout/pricing.(*Pricer).Discount(0xc00012e000, {0xc00018e2a0, 0x4})"),
        (0.9, "\t/src/pricing/pricing.go:88 +0x4a"),
        (0.9, "main.main()"),
        (0.9, "\t/src/cmd/checkout/main.go:41 +0x1d2"),
    ),
    clock=GO,
    ends_after=1.0,
    exit_code=2,
    reason="Error",
)

OOM = SimulatedProgram(
    says=(
        (0.1, "{now} INFO basket: starting, build 2.3.1"),
        (1.0, "{now} INFO basket: loading open baskets into memory"),
        (10.0, "{now} INFO basket: 41000 baskets loaded, 63 MiB"),
        (20.0, "{now} INFO basket: 83000 baskets loaded, 128 MiB"),
        (30.0, "{now} INFO basket: 124000 baskets loaded, 191 MiB"),
        (38.0, "{now} INFO basket: 157000 baskets loaded, 242 MiB"),
    ),
    ends_after=40.0,
    exit_code=137,
    reason="OOMKilled",
)

STUCK = SimulatedProgram(
    says=(
        (0.2, "{now} INFO payments: starting, build 1.9.4"),
        (0.5, "{now} INFO payments: listening on 0.0.0.0:8080"),
        (12.0, "{now} INFO payments: 10 of 10 connections to the acquirer in use"),
        (15.0, "{now} WARNING payments: waiting for a free connection to the acquirer"),
        (25.0, "{now} WARNING payments: waiting for a free connection to the acquirer"),
        (35.0, "{now} WARNING payments: waiting for a free connection to the acquirer"),
    ),
    exit_code=137,
    reason="Error",
    # A program that hangs does not answer the probe; python as PID 1 ignores SIGTERM, so the grace period runs out.
    liveness=SimulatedProbe(
        fails_from=14.0,
        message=(
            'Liveness probe failed: Get "http://{ip}:8080/healthz": context deadline exceeded '
            "(Client.Timeout exceeded while awaiting headers)"
        ),
        grace=10,
    ),
)

WEB = SimulatedProgram(
    says=((0.1, "{now} web 7.3.0 listening on :8080"),),
    repeats=(7.0, "{now} GET / 200 3ms"),
    clock=GO,
    ready_after=1.5,
)

CATALOG = SimulatedProgram(
    says=((0.1, "{now} INFO catalog: listening on :8080"),),
    repeats=(20.0, "{now} INFO catalog: 12 requests in the last 20 s, 0 errors"),
    ready_after=2.0,
)

CATALOG_WITHOUT_SETTING = SimulatedProgram(
    says=(
        (0.1, "{now} INFO catalog: starting, build 5.1.0"),
        (0.3, "{now} FATAL catalog: setting PRICE_API_URL is empty; it is read from ConfigMap catalog-settings"),
    ),
    ends_after=0.4,
    exit_code=1,
    reason="Error",
    ready_after=2.0,
)

CATALOG_NEW = replace(CATALOG, says=((0.1, "{now} INFO catalog: starting, build 5.1.0"), *CATALOG.says))

SYNC = SimulatedProgram(
    says=(
        (0.1, "{now} INFO invoice-sync: 0 of 37 invoices sent"),
        (3.5, "{now} INFO invoice-sync: 37 of 37 invoices sent"),
    ),
    ends_after=4.0,
)
