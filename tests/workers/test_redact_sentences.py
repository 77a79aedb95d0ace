"""Secrets in sentences are hidden, and sentences that only speak of secrets stay as they are."""

import pytest

from workers.redact import redact_text

TOLD = [
    ("the password is hunter22", "hunter22"), ("The password is: hunter22.", "hunter22"),
    ("mysql -u root -p Summer24 shop", "Summer24"), ("connect with -p Qwerty77 -h db", "Qwerty77"),
    ("the token Ab3dE6gH was refused", "Ab3dE6gH"), ("server said: bad token Zx9Kq7vT for user app", "Zx9Kq7vT"),
    ('passphrase "open sesame now"', "open sesame now"), ("my passphrase is 'blue horse 9'", "blue horse 9"),
    ("login failed (password: abc 123 def)", "abc 123 def"), ("user app (pwd: let me in 4)", "let me in 4"),
    ("password:correcthorse", "correcthorse"), ("passwd:letmeinplease and host db", "letmeinplease"),
    ("I set the db password to Zebra99! yesterday", "Zebra99!"), ("client secret = q8Rt5Yw1 in the values", "q8Rt5Yw1"),
    ("our API key is k9Xw2LmQ and it expired", "k9Xw2LmQ"), ("secret is now 7hGf2kLs", "7hGf2kLs"),
    ("fyi the root pwd was winter2024 until today", "winter2024"),
    ("密码是 hunter22", "hunter22"), ("密码为Summer24", "Summer24"), ("（密码：abc 123 def）", "abc 123 def"),
    ("数据库密码是“open sesame now”，别外传", "open sesame now"), ("令牌 Ab3dE6gH 被拒绝", "Ab3dE6gH"),
    ("口令改成了 Spring#7x，重启后还是不行", "Spring#7x"), ("管理员密码设为 admin@2024 了", "admin@2024"),
]  # fmt: skip
SPOKEN_OF = [
    "password is required", "password is incorrect for user app", "password is too short (min 8)",
    "password is set from DB_PASSWORD", "the password was changed by Admin1", "password:required",
    'password authentication failed for user "Shop2"', "using password: YES", "(using password: NO)",
    "(password: must be at least 8 characters)", "passphrase is missing", 'secret "db-password" not found',
    "the secret is db-credentials-v2", "secret is not found: Db2Config", "secret was created by Helm3",
    "the secret is mounted at /etc/Secrets2", "the token was refused", "token is expired",
    "token is valid until 2026-01-01T00:00:00Z", "token OAuth2AccessToken is invalid",
    "token ServiceAccount2 not allowed", "token: unexpected end of JSON", "credentials were rejected by S3Client",
    "auth: method=oidc", "auth: provider=keycloak realm=shop", "auth: type=jwt, mode=strict",
    "--- PASS: TestLogin", "--- PASS: TestServer2Restart (0.02s)", "PASS: 12 tests", "pass: 3, fail: 2",
    "serviceAccountToken:", "serviceAccountToken: {path: token}", "mkdir -p /Data/Release1", "ssh -p 2222 host",
    "docker run -p 8080:80 nginx1", "kubectl logs -p web-7f9c6d5b8-x2k4p",
    "密码是必填项", "密码为空", "密码长度不能少于8位", "口令错误，请重试", "令牌已过期", "令牌为空或已过期",
]  # fmt: skip


@pytest.mark.parametrize(("text", "secret"), TOLD)
def test_a_secret_told_in_a_sentence_is_hidden(text: str, secret: str) -> None:
    """Wherever the sentence stands; once."""
    for around in (text, f"2026-01-01 12:00:00 WARN {text}", f"first\n{text}\nlast"):
        clean, hidden = redact_text(around)
        assert secret not in clean
        assert hidden == 1


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_a_sentence_about_a_secret_stays(text: str) -> None:
    """What is wrong with a password or a token is what the diagnosis reads."""
    assert redact_text(text) == (text, 0)


@pytest.mark.parametrize("value", ["aB3xY9", "hunter2", "Ab3dE6gH", "zebra-99!", "Q7w8E9r0T1", "winter2024ab"])
@pytest.mark.parametrize("line", ["connect with token: {}, retrying", 'say "passphrase: {}" to him', "pw：{}；请检查"])
def test_a_short_value_in_the_middle_of_a_line_is_hidden(line: str, value: str) -> None:
    """Six to twelve characters: passwords of people are no longer."""
    assert redact_text(line.format(value)) == (line.format("[hidden]"), 1)


@pytest.mark.parametrize("value", ["A" * 199 + "-", "aB1" * 66, " " * 50, "a=" * 90, "!" * 199])
def test_any_value_is_judged(value: str) -> None:
    """Whatever stands where a value may: nothing raises, and no pattern tries the ways in which capitals make words."""
    for text in (
        f"password {value}",
        f"password is {value}",
        f'passphrase "{value}"',
        f"(pwd: {value})",
        f"-p {value}",
    ):
        assert redact_text(text)[1] <= 2
