"""No secret of a known form leaves the worker, and what the diagnosis needs stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.container import Container, EnvVar
from workers.redact import redact, redact_text
from workers.snapshot import Event, Log, Pod, Snapshot

BENIGN = [
    "mkdir: cannot create directory '/run/secrets': Read-only file system",
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
    'MountVolume.SetUp failed for volume "db-token-x7k2p" : secret "db-token-x7k2p" not found',
    'MountVolume.SetUp failed for volume "token" : secret "db-token" not found',
    "Error: couldn't find key api-token in Secret shop/db-credentials-v2",
    "    Image:  registry.example.com:5000/auth/session-key:v1.2",
    "shop/token-refresher-6c9f8b7d5-abcde   0/1   CrashLoopBackOff   7 (2m ago)   12m",
    "auth: connection refused to db.shop:5432",
    "token: unexpected end of input at line 12",
    "password: must be at least 8 characters",
    'FATAL: password authentication failed for user "Shop2"',
    "Unable to authenticate: password mismatch for user Admin1",
    "Tolerations:     token=Exists:NoSchedule",
    "checksum/secret: 2f5c1b4a6d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9011223344556677889",
    "http://web:8080/login?next=mei@example.com",
    "postgres://app@db:5432/shop",
    "--token-auth-file=/etc/k8s/tokens.csv --authentication-token-webhook=true",
    "PWD=/app/Release1",
    "max_tokens=4096 total_tokens=128000",
    "partition_key: user/42/Profile, cache_key=session:42:profile",
    "idempotency-key=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b public_key: AAAAB3NzaC1yc2EAAAADAQABAAABgQC7",
    "spring.datasource.password=${SPRING_DB_PASSWORD:}",
    "password=$(cat /run/secrets/pw)",
    "java.lang.NullPointerException at com.example.auth.TokenFilter.doFilter(TokenFilter.java:42)",
    "trace_id=4bf92f3577b34da6a3ce929d0e0e4736",
    "s.getConfigurationForShop(ctx)",
    '{"kind":"ConfigMap","data":{"level":"debug"}}',
    '{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"key":"password","name":"db"}}}',
    "ssh://git@github.com/acme/whypod.git",
    "Image pull secrets:  regcred-v2",
    "Tokens:              web-token-x2k4p",
    "imagePullSecrets: regcred-v2",
    "  secret: db-credentials-v2",
    "error syncing secret: shop/db-v2",
    "FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (regcred-v2); attempting to pull",
    "pod/sk-learn-serving-gateway-7d9c5b8f6d-x2k4p",
    "shop/xapp-frontend-6c9f8b7d5-zxwvt",
    "pul-controller-of-the-registry-7d9c5b8f6d-x2k4p",
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
    "json twice escaped": (f'{{\\\\\\"password\\\\\\":\\\\\\"{SECRET}\\\\\\"}}', SECRET),
    "after an escaped quote": (f'"password":"ab\\"{SECRET}"', SECRET),
    "escaped quotes in a message": (f'msg="login password=\\"{SECRET}\\""', SECRET),
    "json list": (f'"tokens": ["{SECRET}"]', SECRET),
    "json number": ('{"password": 48291399}', "48291399"),
    "ruby": (f':password=>"{SECRET}"', SECRET),
    "go fields": ("{Host:db Password:hunter Port:5432}", "hunter"),
    "go map": (f"map[Authorization:[Bearer {SECRET}]]", SECRET),
    "xml": (f"<password>{SECRET}</password>", SECRET),
    "xml attribute": (f'<add key="Password" value="{SECRET}"/>', SECRET),
    "env with a comma": (f"DB_PASSWORD=abc,{SECRET}", SECRET),
    "env with a bracket": (f"DB_PASSWORD=abc){SECRET}", SECRET),
    "env with a slash": ("AWS_SECRET_ACCESS_KEY=/Zx9Kq7vT2mN4bR8w/Zx9Kq7vT2mN4bR8w", "Kq7vT2mN4bR8w"),
    "env with a dollar": ("DB_PASSWORD=$aZx9Kq7vT2", "Zx9Kq7vT2"),
    "colored": (f"\x1b[36mpassword\x1b[0m={SECRET}", SECRET),
    "no-break space": (f"password:\u00a0{SECRET}", SECRET),
    "chinese": (f"密码：{SECRET}", SECRET),
    "plural": (f"API_TOKENS={SECRET},{SECRET}", SECRET),
    "name with an end": ("PASSWORD_PROD=Zx9Kq7vT2mN4", "Zx9Kq7vT2mN4"),
    "some key": ("STRIPE_KEY=Zx9Kq7vT2mN4bR8wLp", "Zx9Kq7vT2mN4bR8wLp"),
    "rails": (f"RAILS_MASTER_KEY={HEX}", HEX),
    "url password with @": (f"postgres://app:p@{SECRET}@db/x", SECRET),
    "url token": ("https://Zx9Kq7vT2mN4bR8wLp@github.com/x/y.git", "Zx9Kq7vT2mN4bR8wLp"),
    "sentry dsn": (f"https://{HEX}@o1.ingest.sentry.io/45", HEX),
    "oracle": (f"jdbc:oracle:thin:scott/{SECRET}@//db:1521/ORCL", SECRET),
    "sql server braces": (f"jdbc:sqlserver://db;user=sa;password={{{SECRET} x}};", SECRET),
    "digest": (f'Authorization: Digest username="x", response="{HEX}"', HEX),
    "basic in json": ('"Authorization": ["Basic dXNlcjpaeDkta3E3"]', "dXNlcjpaeDkta3E3"),
    "cookies": (f"Cookie: theme=dark; sid={SECRET}", SECRET),
    "docker login": (f"docker login -u bob -p {SECRET} reg.io", SECRET),
    "sshpass": (f"sshpass -p{SECRET} ssh host", SECRET),
    "from literal": (f"kubectl create secret generic x --from-literal=foo={SECRET}", SECRET),
    "sql": (f"CREATE USER x IDENTIFIED BY '{SECRET}'", SECRET),
    "sql role": (f"ALTER ROLE x WITH PASSWORD '{SECRET}'", SECRET),
    "netrc": ("machine github.com login bob password Zx9Kq7vT2mN4", "Zx9Kq7vT2mN4"),
    "first start": ("A temporary password is generated for root@localhost: aB3xYz9kQw", "aB3xYz9kQw"),
    "bcrypt": ("$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "N9qo8uLOickgx2"),
    "pem in base64": ("client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt", "BSU0EgUFJJVkFURSBLRVkt"),
    "docker config": ('{"auths":{"r.io":{"auth":"dXNlcjpaeDkta3E3"}}}', "dXNlcjpaeDkta3E3"),
    "hugging face": ("hf_" + "aB3d" * 9, "aB3daB3d"),
    "grafana": ("glsa_" + "aB3d" * 8 + "_abcd1234", "aB3daB3d"),
    "terraform": ("Zx9Kq7vT2mN4bR.atlasv1." + "aB3d" * 12, "aB3daB3d"),
    "entra": ("abc8Q~" + "aB3d" * 8, "aB3daB3d"),
    "discord": ("https://discord.com/api/webhooks/123456789/" + "aB3d" * 8, "aB3daB3d"),
    "npmrc": (f"//registry.example.com/:_authToken={SECRET}", SECRET),
}

SPREAD = {
    "secret in yaml": "apiVersion: v1\ndata:\n  app.conf: U3VwZXI=\n  ca.crt: |\n    U3VwZXI=\nkind: Secret",
    "string data": "kind: Secret\nstringData:\n  user: U3VwZXI=",
    "secret in json": '{\n "apiVersion": "v1",\n "data": {\n  "user": "U3VwZXI="\n },\n "kind": "Secret"\n}',
    "variable in yaml": "- name: DB_PASSWORD\n  value: U3VwZXI=",
    "variable in json": '{\n "name": "DB_PASSWORD",\n "value": "U3VwZXI="\n}',
    "variable in an annotation": '[{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"U3VwZXI=\\"}]',
    "value before name": '{"value":"U3VwZXI=","name":"DB_PASSWORD"}',
    "arguments in yaml": "args:\n- --password\n- U3VwZXI=",
    "arguments in json": '"args":["--password","U3VwZXI="]',
    "arguments described": "    Args:\n      --password\n      U3VwZXI=\n    State:  Running",
    "block of yaml": "password: |\n  U3VwZXI=\nport: 80",
    "pydantic": "db_password\n  Input should be longer [type=x, input_value='U3VwZXI=', input_type=str]",
    "putty": "Private-Lines: 2\nU3VwZXI=\nU3VwZXI=\nPrivate-MAC: 00",
    "tail of a key": "A" * 64 + "\nU3VwZXI=\n-----END RSA PRIVATE KEY-----",
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


@pytest.mark.parametrize("name", SPREAD)
def test_a_secret_told_by_the_lines_around_it_does_not_survive(name: str) -> None:
    """Objects, lists of variables and arguments, blocks: the name of the secret and its value stand apart."""
    for text in (SPREAD[name], f"start\n{SPREAD[name]}\n", SPREAD[name].replace("\n", "\r\n")):
        clean, hidden = redact_text(text)
        assert "U3VwZXI=" not in clean
        assert hidden >= 1


def test_only_the_data_of_a_secret_goes() -> None:
    """What names the object stays, and another object beside it does too."""
    text = "kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\ndata:\n  a: Yg==\nmetadata:\n  name: db"

    assert redact_text(text) == (text.replace("Yg==", "[hidden]"), 1)


def test_a_script_among_arguments_stays_one_argument() -> None:
    """The lines of one argument are no arguments of their own: facts about a command line count on that."""
    container = Container(name="app", command=("sh", "-c", "set -e\nexport DB_PASSWORD=abc1\nrun"))

    clean = redact(Snapshot(containers=(container,)))

    assert clean.containers[0].command == ("sh", "-c", "set -e\nexport DB_PASSWORD=[hidden]\nrun")


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
