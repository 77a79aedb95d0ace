"""Lines of other programs that say nothing is wrong, as they stand around the one that matters."""

_FORMS = (
    '10.0.{0}.7 - - [11/Jun/2025:05:{1:02}:09 +0000] "GET /healthz HTTP/1.1" 200 15 "-" "kube-probe/1.36"',
    "2025-06-11T05:{1:02}:09.341Z INFO request finished path=/api/orders/{0} status=200 duration=12ms",
    'I0611 05:{1:02}:09.120031       1 reflector.go:436] "Caches populated" type="*v1.Pod" reflector="factory.go:160"',
    "Jun 11 05:{1:02}:09 node-1 systemd[1]: Started Session {0} of User root.",
    'time="2025-06-11T05:{1:02}:09Z" level=info msg="scrape finished" target=job-{0}',
)


def unrelated(count: int) -> str:
    """So many lines, one of each form in turn."""
    return "\n".join(_FORMS[at % len(_FORMS)].format(at % 250, at % 60) for at in range(count))
