"""No secret of a known form leaves the worker, and what the diagnosis needs stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.container import Container, EnvVar
from workers.redact import redact, redact_text
from workers.snapshot import Event, Log, Pod, Snapshot

BENIGN = [
    "image: reg.io/app@sha256:12c080a32a914d95fdd7bb772218724a7ad92a1f3f7deb8b30ca7a6f5d07da46",
    "uid: aabedc9a-f94d-47d9-b9d5-ba838f9db60a",
    "secretName: psp-tls",
    "tokenExpirationSeconds: 3607",
    'Error: secret "db-password" not found',
    "Error: couldn't find key password in Secret shop/db",
    'FATAL: password authentication failed for user "app"',
    "invalid token: signature expired",
    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth",
    "https://ghcr.io/token?scope=repository%3Ashop%2Forders%3Apull&service=ghcr.io: 403 Forbidden",
    "      DB_PASS:  <set to the key 'pw' in secret 'db'>  Optional: false",
    "POSTGRES_PASSWORD_FILE=/run/secrets/pw",
    "Error: required environment variable API_TOKEN is not set",
    'imagePullSecrets: [{"name":"regcred"}]',
    "panic: runtime error: invalid memory address or nil pointer dereference",
    "dial tcp 10.0.0.5:5432: connect: connection refused",
    "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s",
    "back-off 1m20s restarting failed container=app pod=cart-b5466764b-l7vkt_shop(66be192a-8d7a-485b)",
]

SECRET = "Zx9-Kq7vT2mN4bR8"
HEX = "0123456789abcdef0123456789abcdef"
PLANTED = {
    "shell assignment": (f"export DB_PASSWORD={SECRET}", SECRET),
    "quoted assignment": (f"DB_PASSWORD='{SECRET} with spaces'", SECRET),
    "json": (f'{{"user":"x","password":"{SECRET}"}}', SECRET),
    "escaped json": (f'msg="{{\\"apiKey\\":\\"{SECRET}\\"}}"', SECRET),
    "yaml": (f"  password: {SECRET}", SECRET),
    "yaml weak": ("  password: hunter", "hunter"),
    "flag": (f"server --api-token {SECRET} --port 80", SECRET),
    "flag with =": (f"server --password={SECRET}", SECRET),
    "url": (f"postgres://app:{SECRET}@db:5432/shop", SECRET),
    "url without user": (f"redis://:{SECRET}@cache:6379/0", SECRET),
    "go dsn": (f"app:{SECRET}@tcp(db:3306)/shop", SECRET),
    "bearer": (f"Authorization: Bearer {SECRET}", SECRET),
    "basic": ("authorization=Basic dXNlcjpaeDkta3E3", "dXNlcjpaeDkta3E3"),
    "jwt": ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N", "eyJzdWIiOiIxMjM0In0"),
    "aws id": ("key AKIAIOSFODNN7EXAMPLE used", "AKIAIOSFODNN7EXAMPLE"),
    "aws secret": ("AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE", "wJalrXUtnFEMI"),
    "github": ("remote: ghp_" + "a1B2" * 9, "a1B2a1B2"),
    "github fine": ("github_pat_" + "11AAAA" * 6, "11AAAA11AAAA"),
    "gitlab": ("glpat-" + "aB3-x" * 4, "aB3-xaB3-x"),
    "slack": ("xox" + "b-1234567890-abcdefghij", "abcdefghij"),
    "slack webhook": ("https://hooks.slack.com/services/T000/B000/XXXXXXXXYYYY", "XXXXXXXXYYYY"),
    "stripe": ("sk_" + "live_abcdefghijklmnop", "abcdefghijklmnop"),
    "openai": ("sk-proj-" + "Ab3" * 12, "Ab3Ab3Ab3"),
    "google": ("AIza" + "SyA-b1" * 6, "SyA-b1SyA-b1"),
    "npm": ("npm_" + "aB3d" * 9, "aB3daB3d"),
    "vault": ("VAULT hvs." + "CAES" * 8, "CAESCAES"),
    "sendgrid": ("SG.abcdefghijklmnop.qrstuvwxyz0123456789", "qrstuvwxyz"),
    "databricks": ("dapi" + HEX, HEX),
    "azure": (f"DefaultEndpointsProtocol=https;AccountKey={SECRET}==;x", SECRET),
    "signed url": (f"https://b.s3.amazonaws.com/k?X-Amz-Signature={HEX}", HEX),
    "curl": (f"curl -u admin:{SECRET} http://x", SECRET),
    "mysql": (f"mysqldump -h db -p{SECRET} shop", SECRET),
    "redis-cli": (f"redis-cli -h c -a {SECRET} ping", SECRET),
    "requirepass": (f"requirepass {SECRET}", SECRET),
    "connection string": (f"Server=db;User Id=sa;Password={SECRET};Encrypt=yes", SECRET),
    "log line": (f"connecting with password: {SECRET}, retrying", SECRET),
    "python dict": (f"{{'secret_key': '{SECRET}'}}", SECRET),
}


@pytest.mark.parametrize("text", BENIGN)
def test_benign_text_is_left_alone(text: str) -> None:
    """What names a secret without telling it stays as it is: the diagnosis reads it."""
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_secret_does_not_survive(name: str) -> None:
    """Each known form of secret is replaced, wherever in a line it stands."""
    text, secret = PLANTED[name]

    for around in (text, f"  {text}", f"ERROR first\n{text}\nlast"):
        clean, hidden = redact_text(around)
        assert secret not in clean
        assert hidden >= 1


def test_a_flag_with_a_value_is_counted_once() -> None:
    """What one rule has hidden the next one leaves alone; a signal's number is no signature."""
    assert redact_text("serve --password=abc1 x") == ("serve --password=[hidden] x", 1)
    assert redact_text("kill sig=9 pid=1") == ("kill sig=9 pid=1", 0)


def test_a_key_over_several_lines_is_hidden_whole() -> None:
    """A PEM block goes with all its lines, also when its end is cut off; a certificate is public and stays."""
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nq83vEjRWeJCrze8=\n-----END RSA PRIVATE KEY-----"
    certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"

    assert redact_text(f"a\n{key}\nb") == (
        "a\n-----BEGIN RSA PRIVATE KEY-----[hidden]-----END RSA PRIVATE KEY-----\nb",
        1,
    )
    assert "q83v" not in redact_text(key[:60])[0]
    assert redact_text(certificate) == (certificate, 0)


def test_a_snapshot_is_redacted_in_every_string() -> None:
    """Variables by their names, arguments by the flag before them, logs, events and annotations by their text."""
    snapshot = Snapshot(
        pod=Pod(annotations={"last-applied": '{"env":[{"name":"X","password":"abc123"}]}'}),
        containers=(
            Container(
                name="app",
                args=("serve", "--api-token", "t0ps3cret"),
                env=(EnvVar(name="DB_PASSWORD", value="pw"), EnvVar(name="MODE", value="fast")),
            ),
        ),
        events=(Event(reason="Failed", message="url http://u:pw99@h/ refused"),),
        logs=(Log(container="app", lines=("start", "password=abc")),),
    )

    clean = redact(snapshot)

    assert clean.containers[0].args == ("serve", "--api-token", "[hidden]")
    assert clean.containers[0].env == (EnvVar(name="DB_PASSWORD", value="[hidden]"), EnvVar(name="MODE", value="fast"))
    assert clean.events == (Event(reason="Failed", message="url http://u:[hidden]@h/ refused"),)
    assert clean.logs == (Log(container="app", lines=("start", "password=[hidden]")),)
    assert clean.pod and "abc123" not in clean.pod.annotations["last-applied"]
    assert clean.hidden == 5


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_around_is_survived(before: str, after: str) -> None:
    """Whatever stands around it, an assignment on its own line is hidden and nothing raises."""
    clean, _ = redact_text(f"{before}\nDB_PASSWORD={SECRET}\n{after}")

    assert SECRET not in clean
