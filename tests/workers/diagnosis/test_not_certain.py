"""What stands in a text is not more certain than its writer can be, and a number that cannot be a code is none."""

import pytest

from core.messages.report import Finding
from knowledge.library import library
from workers.diagnosis import diagnose
from workers.paste.read import read

PULL = (
    "  Warning  Failed  10s  kubelet  "
    'Failed to pull image "reg.io/app:9": failed to do request: Head "https://reg.io/v2/app/manifests/9": '
    "tls: failed to verify certificate: x509: certificate "
)


def findings(text: str) -> list[Finding]:
    """Of the text's first pod, best first."""
    return [finding for snapshot in read(text)[:1] for finding in diagnose(snapshot, library()).findings]


@pytest.mark.parametrize(
    "text",
    [
        "app.service: Failed with result 'oom-kill'.",
        "systemd[1]: app.service: A process of this unit has been killed by the OOM killer.",
        "Jan 05 10:00:00 db-3 systemd[1]: mariadb.service: Main process exited, code=killed, status=9/KILL\n"
        "Jan 05 10:00:00 db-3 systemd[1]: mariadb.service: Failed with result 'oom-kill'.",
        "● app.service - shop\n     Active: failed (Result: oom-kill) since Mon 2026-01-05 10:00:00 UTC; 3s ago",
    ],
)
def test_systemd_does_not_know_whose_memory_ran_out(text: str) -> None:
    """It writes the same for the unit's limit and for a machine without memory, and a unit is no container."""
    best = findings(text)[0]

    assert (best.detail, best.confidence) == ("run.oom-service-unit", "likely")


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ("has expired or is not yet valid", "image.tls-expired"),
        ("signed by unknown authority", "image.tls"),
        ("is valid for reg.example.com, not reg.io", "image.tls"),
    ],
)
def test_an_expired_certificate_is_not_one_nobody_trusts(said: str, detail: str) -> None:
    """The remedy is another."""
    assert findings(PULL + said)[0].detail == detail


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("x509: certificate has expired or is not yet valid: current time 2026-01-05T10:00:00Z", "run.tls-expired"),
        ("ssl.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired", "run.tls-expired"),
        ("java.security.cert.CertificateExpiredException: NotAfter: Wed Dec 31 00:00:00 UTC 2025", "run.tls-expired"),
        ("Error: code: 'CERT_HAS_EXPIRED'", "run.tls-expired"),
        ("curl: (60) SSL certificate problem: certificate has expired", "run.tls-expired"),
        ("curl: (60) SSL certificate problem: self-signed certificate", "run.tls-untrusted"),
    ],
)  # fmt: skip
def test_an_expired_certificate_in_a_log_is_not_one_nobody_trusts(line: str, detail: str) -> None:
    """As with a registry's."""
    text = f"$ kubectl logs web-6f5b9c7d4-x2k9p --previous\nERROR {line}\n"

    assert findings(text)[0].detail == detail


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("3221225477", "windows.ntstatus"),
        ("-1073741819", "windows.ntstatus"),
        ("9999999999", ""),
        ("-9999999999", ""),
        ("4294967296", ""),
    ],
)
def test_a_windows_status_has_32_bits(code: str, detail: str) -> None:
    """Signed or unsigned; a wider number is no status of anything."""
    details = [finding.detail for finding in findings(f"Last State: Terminated\nReason: Error\nExit Code: {code}")]

    assert ("windows.ntstatus" in details) is bool(detail)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("Init:0/1   7 (2m ago)", "init.failed"),
        ("Init:1/3   12", "init.failed"),
        ("Init:0/1   0", "init.waiting"),
    ],
)
def test_an_init_container_that_was_restarted_has_failed(row: str, cause: str) -> None:
    """RESTARTS counts the init containers while the pod initializes."""
    text = f"NAME   READY   STATUS   RESTARTS   AGE\nweb-6f5b9c7d4-x2k9p   0/1   {row}   20m\n"

    assert findings(text)[0].cause == cause


def test_a_limit_it_ran_in_is_not_too_small_to_start() -> None:
    """The events tell of a start before: what is left of that run fills the limit."""
    text = """Events:
  Type     Reason     Age                From     Message
  ----     ------     ----               ----     -------
  Normal   Started    16m                kubelet  Started container app
  Warning  Failed     1m (x8 over 16m)   kubelet  Error: failed to create containerd task: OCI runtime create failed: \
runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?)
"""
    best = findings(text)[0]

    assert (best.cause, best.confidence) == ("run.oom-cgroup", "possible")


def test_the_status_alone_does_not_name_what_is_missing() -> None:
    """A Secret, a user, a path: the event says which."""
    best = findings("NAME READY STATUS RESTARTS AGE\nweb-6f5b9c7d4-x2k9p 0/1 CreateContainerConfigError 0 5m")[0]
    prose = library().causes[best.detail].prose

    assert (best.confidence, "missing" in prose["en"].title, "缺" in prose["zh"].title) == ("possible", False, False)
    assert all("runAsNonRoot" in each.summary and "subPath" in each.summary for each in prose.values())
