"""Secrets of forty kinds, planted in every place text can come from: none reaches Redis, the shell or Slack."""

import json

import pytest

from bot.views import report_modal
from bot.views.answer import answer_message
from core.messages.report import Report
from knowledge.library import library
from workers.__main__ import as_json
from workers.container import Container, EnvVar, Terminated, Waiting
from workers.diagnosis import diagnose
from workers.paste import read
from workers.pasted import explained
from workers.redact import redact
from workers.snapshot import Condition, Event, Log, Pod, Snapshot

VALUE = "Zx9Kq7vT2mN4bR8wLp"
HEX = "9f86d081884c7d659a2feaa0c55ad015"
BLOB = "MIIEpAIBAAKCAQEA7bq3vEjRWeJCrze8"

PLANTED: dict[str, tuple[str, str]] = {
    "assignment": (f"DB_PASSWORD={VALUE}", VALUE),
    "export": (f"export API_TOKEN='{VALUE}'", VALUE),
    "yaml": (f"password: {VALUE}", VALUE),
    "json": (f'{{"client_secret": "{VALUE}"}}', VALUE),
    "escaped json": (f'"{{\\"secretKey\\":\\"{VALUE}\\"}}"', VALUE),
    "flag": (f"--password {VALUE}", VALUE),
    "flag with equals": (f"--api-key={VALUE}", VALUE),
    "postgres url": (f"postgresql://app:{VALUE}@pg:5432/shop", VALUE),
    "mongodb url": (f"mongodb+srv://app:{VALUE}@m.example.net/shop", VALUE),
    "redis url": (f"rediss://:{VALUE}@cache:6379/1", VALUE),
    "amqp url": (f"amqp://svc:{VALUE}@mq//", VALUE),
    "mysql dsn": (f"svc:{VALUE}@tcp(db:3306)/shop", VALUE),
    "odbc": (f"Server=db;Uid=sa;Pwd={VALUE};", VALUE),
    "jdbc": (f"jdbc:postgresql://db/shop?user=a&password={VALUE}", VALUE),
    "bearer": (f"Authorization: Bearer {VALUE}", VALUE),
    "basic": ("Authorization: Basic YWRtaW46Wng5S3E3", "YWRtaW46Wng5S3E3"),
    "jwt": ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzYTpzaG9wIn0.c2lnbmF0dXJl", "eyJzdWIiOiJzYTpzaG9wIn0"),
    "rsa key": (f"-----BEGIN RSA PRIVATE KEY-----\n{BLOB}\n-----END RSA PRIVATE KEY-----", BLOB),
    "ec key on one line": (f"-----BEGIN EC PRIVATE KEY-----\\n{BLOB}\\n-----END EC PRIVATE KEY-----", BLOB),
    "key cut off": (f"-----BEGIN PRIVATE KEY-----\n{BLOB}", BLOB),
    "openssh key": (f"-----BEGIN OPENSSH PRIVATE KEY-----\n{BLOB}\n-----END OPENSSH PRIVATE KEY-----", BLOB),
    "aws id": ("AKIA" + "Q3EGRTYHJ5KLM7NP", "Q3EGRTYHJ5KLM7NP"),
    "aws secret": (f"aws_secret_access_key = {VALUE}/abcdefgh+12345678901", VALUE),
    "github": ("ghp_" + VALUE * 2, VALUE),
    "github fine": ("github_pat_" + VALUE * 3, VALUE),
    "gitlab": ("glpat-" + VALUE + "ab", VALUE),
    "slack bot": ("xox" + f"b-1234-{VALUE}", VALUE),
    "slack hook": (f"https://hooks.slack.com/services/T0/B0/{VALUE}", VALUE),
    "stripe": ("sk_" + f"live_{VALUE}", VALUE),
    "openai": ("sk-proj-" + VALUE * 2, VALUE),
    "google": ("AIza" + "SyD4k2mN4bR8wLpZx9Kq7vT2mN4bR8wLp12", "SyD4k2mN4bR8wLp"),
    "npm": ("npm_" + VALUE * 2, VALUE),
    "vault": ("hvs." + VALUE * 2, VALUE),
    "sendgrid": (f"SG.{VALUE}.{VALUE}{VALUE}", VALUE),
    "databricks": ("dapi" + HEX, HEX),
    "azure": (f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={VALUE}==;", VALUE),
    "azure sas": (f"https://a.blob.core.windows.net/c?sv=2024&sig={VALUE}%3D", VALUE),
    "signed url": (f"https://b.s3.amazonaws.com/k?X-Amz-Signature={HEX}", HEX),
    "curl": (f"curl -u admin:{VALUE} https://x", VALUE),
    "cookie": (f"Cookie: session_id={VALUE}", VALUE),
}
"""What a line says, and the part of it that must be seen nowhere."""


def surfaces(report: Report) -> dict[str, str]:
    """Everything that leaves the worker or is drawn from it, as text."""
    views = {
        f"{window.__name__} {language}": json.dumps(window(report, language), ensure_ascii=False)
        for window in (report_modal.logs, report_modal.events, report_modal.read_more)
        for language in ("en", "zh")
    }
    return {
        "redis": report.model_dump_json(),
        "shell": json.dumps(as_json(report, library(), "en"), ensure_ascii=False),
        "slack": json.dumps(answer_message(report, "en", "q1").as_arguments(), ensure_ascii=False),
        **views,
    }


def seen(said: str) -> Snapshot:
    """A pod in which `said` stands wherever a cluster has room for words."""
    return Snapshot(
        pod=Pod(
            phase="Running",
            message=said,
            annotations={"note": said},
            conditions=(Condition(type="Ready", status="False", message=said),),
        ),
        containers=(
            Container(
                name="app",
                args=("serve", *said.split(" ")),
                env=(EnvVar(name="SETTINGS", value=said),),
                waiting=Waiting(reason="CrashLoopBackOff", message=said),
                last=Terminated(reason="Error", code=1, message=f"fatal: {said}"),
                restarts=4,
            ),
        ),
        events=(Event(reason="Failed", type="Warning", message=f"Error: {said}"),),
        logs=(Log(container="app", previous=True, lines=("panic: cannot start", *f"with {said}".split("\n"))),),
        journal=tuple(f"kubelet: {said}".split("\n")),
        words=tuple(said.split("\n")),
    )


@pytest.mark.parametrize("kind", PLANTED)
def test_no_planted_secret_is_seen_anywhere(kind: str) -> None:
    """From the cluster: status, events, conditions, logs, arguments, variables, journal."""
    said, secret = PLANTED[kind]
    report = diagnose(redact(seen(said)), library())

    assert [name for name, text in surfaces(report).items() if secret in text] == []
    assert report.hidden > 0


@pytest.mark.parametrize("kind", PLANTED)
def test_no_pasted_secret_is_seen_anywhere(kind: str) -> None:
    """From a paste: the same words in a description, an event and a log."""
    said, secret = PLANTED[kind]
    text = f"Name: web\nStatus: Running\nAnnotations: note: {said}\n\n$ kubectl logs web\nwith {said}\npanic: no\n"
    found = explained([redact(each) for each in read(text)], lambda one, name: diagnose(one, library(), name), "")

    assert isinstance(found, Report)
    assert [name for name, shown in surfaces(found).items() if secret in shown] == []
