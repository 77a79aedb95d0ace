"""Secrets that tell what they are: the formats of those who issue them, and the places of URLs and commands. Pure."""

import re

from workers.secrets.rule import SecretRule, rule
from workers.secrets.values import looks_made, looks_random, may_be_a_value

_USERINFO = r"[A-Za-z][A-Za-z0-9+.-]{1,30}://"
_HOST = r"(?=[\w\[])"

_RANDOM = "[bcdfghjklmnpqrstvwxz2456789]"  # k8s.io/apimachinery/pkg/util/rand: no name becomes a word by chance
_POD = re.compile(rf"[a-z]+(?:-[a-z]+)*(?:-{_RANDOM}{{6,10}})?(?:-{_RANDOM}{{5}}|-\d{{1,3}})?")


def _is_no_pod(value: str, key: str) -> bool:
    """Whether it is none of those names that begin as tokens do: `sk-learn-serving-7d9c5b8f6d-x2k4p`."""
    return not _POD.fullmatch(value)


ISSUED: tuple[SecretRule, ...] = (
    rule("jwt", "eyj", r"\beyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,2000})?", "RFC 7519"),
    rule(
        "pem in base64",
        "ls0tls1crudjti",
        r"\bLS0tLS1CRUdJTi(?!BDRVJUSUZJQ0FUR|BQVUJMSUMg)[\w+/]{20,20000}={0,2}",
        "RFC 4648",
    ),
    rule(
        "crypt",
        "$",
        r"\$(?:2[abxy]|[156y]|apr1|argon2\w{1,2}|scrypt|pbkdf2[\w-]{0,20})\$[^\s:'\",]{16,300}",
        "crypt(5)",
    ),
    rule("aws key id", "akia asia", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", "AWS IAM identifiers"),
    rule("alibaba key id", "ltai", r"\bLTAI[A-Za-z0-9]{16,24}\b", "Alibaba Cloud RAM docs", looks_made),
    rule("github", "gh github_pat_", r"\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{22,255})\b", "GitHub docs"),
    rule(
        "gitlab",
        "gl gr1348941",
        r"\b(?:gl(?:pat|ptt|rt|dt|cbt|soat|agent|oas|ft|imt|feed)-|GR1348941)[\w-]{16,100}",
        "GitLab docs",
    ),
    rule("atlassian", "atatt atctt atbb", r"\bAT(?:ATT|CTT|BB)[\w=-]{20,400}", "Atlassian docs", looks_made),
    rule("slack", "xox xapp xwfp", r"\bx(?:ox[a-z](?:\.xox[a-z])?|app|wfp)-[\w-]{6,300}", "Slack docs", _is_no_pod),
    rule(
        "slack webhook",
        "hooks.slack",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<secret>[\w/-]{8,200})",
        "Slack docs",
    ),
    rule("discord webhook", "/api/webhooks/", r"/api/webhooks/\d{5,25}/(?P<secret>[\w-]{20,100})", "Discord docs"),
    rule("discord bot", ".", r"\b[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}\b", "Discord docs", looks_made),
    rule(
        "office webhook",
        "webhook.office.com logic.azure.com",
        r"\.webhook\.office\.com/(?P<secret>[\w@/.-]{20,400})",
        "Microsoft Teams docs",
    ),
    rule("stripe", "sk_ rk_ pk_ whsec_", r"\b(?:[srp]k_(?:live|test)_\w{10,200}|whsec_[\w+/=]{10,200})", "Stripe docs"),
    rule("sk key", "sk-", r"\bsk-(?:[a-z]{2,12}-)?[\w-]{20,300}", "OpenAI and Anthropic docs", _is_no_pod),
    rule(
        "prefixed key",
        "hf_ gsk_ nvapi- pplx- lsv2_ r8_ ntn_ figd_ lin_api_ lin_oauth_ rubygems_ pscale_ pul- pmak- phx_ sgp_ dp. "
        "tskey- sq0 xkeysib- shippo_ sntrys_ sntryu_ glsa_ glc_ ops_ fm1 fm2_ squ_ sqp_ sqa_ nrak- nrii- napi_ sbp_ "
        "akcp",
        r"\b(?:hf_|gsk_|nvapi-|pplx-|lsv2_[ps][tk]_|r8_|ntn_|figd_|lin_(?:api|oauth)_|rubygems_|pscale_(?:tkn|pw|oauth)_|pul-(?=[a-f0-9]{40})"
        r"|PMAK-|phx_|sgp_|dp\.(?:pt|st|ct|sa|scim|audit)\.|tskey-[a-z]{2,10}-|sq0(?:atp|csp|idp)-|xkeysib-"
        r"|shippo_(?:live|test)_|sntry[su]_|glsa_|glc_|ops_ey|fm[12][ar]?_|sq[upa]_|NR(?:AK|II)-|napi_|sbp_|AKCp\d?)"
        r"(?P<secret>[\w=/+-]{16,600})",
        "docs of Hugging Face, Groq, NVIDIA, Perplexity, LangSmith, Replicate, Notion, Figma, Linear, RubyGems, "
        "PlanetScale, Pulumi, Postman, PostHog, Sourcegraph, Doppler, Tailscale, Square, Brevo, Shippo, Sentry, "
        "Grafana, 1Password, Fly.io, SonarQube, New Relic, Neon, Supabase, Artifactory",
        looks_random,
    ),
    rule("hcp terraform", ".atlasv1.", r"\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,100}", "HCP Terraform docs"),
    rule("azure client secret", "q~", r"[\w.~-]{3}\dQ~[\w.~-]{31,34}", "Microsoft Entra docs"),
    rule(
        "mailgun, mailchimp",
        "key- -us",
        r"\b(?:key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2})\b",
        "Mailgun and Mailchimp docs",
    ),
    rule(
        "google",
        "aiza ya29. goc 1//0 apa91b",
        r"\b(?:AIza[\w-]{30,45}|ya29\.[\w-]{20,2000}|GOCSPX-[\w-]{20,60}|1//0[\w-]{20,200}|APA91b[\w-]{60,300})",
        "Google Cloud docs",
    ),
    rule("npm, pypi", "npm_ pypi-", r"\b(?:npm_[A-Za-z0-9]{30,60}|pypi-Ag[\w-]{30,300})", "npm and PyPI docs"),
    rule("docker", "dckr_", r"\bdckr_(?:pat|oat)_[\w-]{20,60}", "Docker Hub docs"),
    rule("vault", "hvs. hvb. hvr.", r"\bhv[sbr]\.[\w-]{20,300}", "HashiCorp Vault docs"),
    rule("vault before 1.10", "s.", r"(?<![\w.])s\.[A-Za-z0-9]{24}(?![\w.(])", "HashiCorp Vault docs", looks_made),
    rule("sendgrid", "sg.", r"\bSG\.[\w-]{16,40}\.[\w-]{16,80}", "Twilio SendGrid docs"),
    rule("digitalocean", "do", r"\bdo[opr]_v1_[a-f0-9]{40,80}", "DigitalOcean docs"),
    rule("databricks", "dapi", r"\bdapi[a-f0-9]{32}(?:-\d)?\b", "Databricks docs"),
    rule("shopify", "shp", r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b", "Shopify docs"),
    rule("telegram", ":a", r"\b\d{8,10}:AA[\w-]{30,40}", "Telegram Bot API"),
    rule("age", "age-secret", r"\bAGE-SECRET-KEY-1[A-Z0-9]{50,70}", "age docs"),
    rule("twilio", "sk ac", r"\b(?:SK|AC)[a-f0-9]{32}\b", "Twilio docs"),
    rule(
        "azure key",
        "accountkey sharedaccess",
        r"(?i)(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?P<secret>[^;\s'\"]{8,300})",
        "Azure docs",
    ),
    rule(
        "signed url",
        "signature= sig=",
        r"(?i)(?:[?&]|(?<![\w=]))(?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=(?P<secret>[\w%+/=.-]{10,600})",
        "AWS and Azure docs",
    ),
)
"""Found by their own form, wherever they stand."""

PLACED: tuple[SecretRule, ...] = (
    rule(
        "url password",
        "://",
        rf"\b{_USERINFO}[^\s:/@'\"]{{0,200}}:(?:(?P<secret>[^\s'\"/?#]{{1,300}})@{_HOST}|(?!\d{{1,5}}[/?#])(?P<secret2>[^\s'\"@]{{1,300}})@{_HOST})",
        "RFC 3986 section 3.2.1",
        lambda value, key: value.startswith("/") or may_be_a_value(value, "password"),
    ),
    rule(
        "url token",
        "://",
        rf"\b{_USERINFO}(?P<secret>[\w.~%-]{{16,300}})@{_HOST}",
        "RFC 3986 section 3.2.1",
        looks_made,
    ),
    rule(
        "oracle",
        "jdbc:oracle",
        r"\bjdbc:oracle:\w{2,10}:[\w.$#-]{1,80}/(?P<secret>[^\s@'\"]{1,200})@",
        "Oracle JDBC docs",
    ),
    rule("dsn", "@tcp( @unix(", r"\b[\w.-]{1,80}:(?P<secret>[^\s'\"]{1,200})@(?:tcp|unix)\(", "go-sql-driver/mysql"),
    rule("bearer", "bearer", r"(?i)\bbearer\s{1,3}(?P<secret>[\w.~+/=-]{8,4000})", "RFC 6750", looks_random),
    rule(
        "digest",
        "digest",
        r"(?i)authorization['\"]?\s{0,3}[:=]\s{0,3}['\"]?digest\s(?P<secret>[^\n]{10,2000})",
        "RFC 7616",
    ),
    rule(
        "authorization",
        "authorization",
        r"(?i)authorization\\{0,7}['\"]?\s{0,3}[:=]\s{0,3}[\[\\'\"\s]{0,9}"
        r"(?:(?:basic|bearer|token|digest|negotiate|apikey|aws4-hmac-sha256)\s{1,3})?(?P<secret>[\w.~+/=:-]{6,4000})",
        "RFC 9110 section 11.6.2",
        looks_random,
    ),
    rule("basic", "basic ", r"\b[Bb]asic (?P<secret>[A-Za-z0-9+/]{12,400}={0,2})(?![\w+/=-])", "RFC 7617", looks_made),
    rule(
        "curl user",
        "-u --user",
        r"(?<!\S)(?:-u ?|--user[ =])(?P<quote>['\"]?)[\w.@-]{1,80}:(?P<secret>[^\s'\"]{1,200})",
        "curl(1)",
    ),
    rule(
        "mysql -p",
        "mysql mariadb",
        r"\b(?:mysql|mariadb)[\w-]{0,10}\b[^\n|;]{0,200}\s-p(?P<secret>[^\s'\"-][^\s'\"]{2,100})",
        "mysql(1)",
    ),
    rule(
        "other -p",
        "login sshpass mongo",
        r"\b(?:(?:docker|podman|nerdctl|helm|skopeo|buildah|oras|az)\b[^\n|;]{0,60}\blogin|sshpass|mongo(?:sh|dump|restore|export|import)?)\b"
        r"(?:[^\n|;]{0,200}?\s)-p ?(?P<secret>[^\s'\"-][^\s'\"]{2,100})",
        "docker-login(1), sshpass(1), mongosh docs",
    ),
    rule(
        "redis -a",
        "redis-cli valkey-cli",
        r"\b(?:redis|valkey)-cli\b[^\n|;]{0,200}\s-a\s(?P<secret>\S{3,200})",
        "redis-cli docs",
    ),
    rule(
        "redis auth",
        "requirepass auth bindpw",
        r"(?i)\b(?:requirepass|masterauth|bindpw)\s{1,3}(?P<secret>\S{3,200})",
        "redis.conf, ldap.conf(5)",
        may_be_a_value,
    ),
    rule(
        "redis command",
        "auth",
        r"(?:^|[\s'\"])AUTH (?:[\w-]{1,60} )?(?P<secret>\S{6,200})['\"]?$",
        "Redis docs, AUTH",
        looks_random,
    ),
    rule(
        "literal",
        "--from-literal",
        r"--from-literal[ =]['\"]?[\w.-]{1,253}=(?P<secret>[^\s'\"]{1,500})",
        "kubectl create secret",
    ),
    rule(
        "cookie",
        "cookie",
        r"(?i)\bcookie['\"]?:\s{0,3}['\"]?(?P<secret>[\w%.-]{1,80}=[^\n'\"]{1,4000})",
        "RFC 6265",
    ),
    rule(
        "sql",
        "identified password",
        r"(?i)\b(?:identified\s{1,3}(?:with\s{1,3}\S{1,60}\s{1,3})?by|password(?:\s{1,3}=)?)\s{1,3}"
        r"(?P<v>['\"])(?P<secret>[^'\"\n]{1,300})(?P=v)",
        "MySQL and PostgreSQL docs",
        lambda value, key: may_be_a_value(value, "password"),
    ),
    rule(
        "said password",
        "password passwd passphrase",
        r"(?i)\b(?:password|passwd|passphrase)(?:\s[^\n:'\"]{0,80}:|\s{1,3}(?:is|was))?\s{1,3}(?P<secret>[^\s'\"]{6,200})(?=[\s'\"]|$)",
        "netrc(5), what servers print at their first start",
        looks_made,
    ),
)
"""Found by where they stand: in a URL, a header, behind the option of a command."""
