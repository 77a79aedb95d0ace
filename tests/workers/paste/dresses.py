"""The forms one text takes on its way into a question: from a page, a log system, a sheet, a chat."""

import csv
import io
import json
import re
import textwrap


def one_line(text: str) -> str:
    """As a web page's text is copied: every run of white space is one space."""
    return " ".join(text.split())


def html_breaks(text: str) -> str:
    """As a wiki or a ticket stores it."""
    return "<br/>".join(text.split("\n"))


def spelled_out(text: str) -> str:
    """As a field of JSON looks that somebody copied without its quotes."""
    return text.replace("\n", "\\n")


def cloud_logging(text: str) -> str:
    """As Google Cloud Logging exports it."""
    return json.dumps(
        [{"textPayload": line, "insertId": str(n), "severity": "ERROR"} for n, line in enumerate(text.split("\n"))]
    )


def elasticsearch(text: str) -> str:
    """As a search in Elasticsearch answers."""
    return json.dumps({"hits": {"hits": [{"_source": {"message": line}} for line in text.split("\n")]}})


def csv_column(text: str) -> str:
    """As a log view exports it."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, quoting=csv.QUOTE_ALL)
    rows.writerow(["timestamp", "message"])
    rows.writerows([["2025-06-11T05:12:09Z", line] for line in text.split("\n")])
    return sheet.getvalue()


def quoted(text: str) -> str:
    """As a mail or an issue quotes it."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def fenced(text: str) -> str:
    """As Markdown holds it."""
    return f"```\n{text}\n```"


def json_string(text: str) -> str:
    """As one string of JSON."""
    return json.dumps(text)


def blank_lines(text: str) -> str:
    """With an empty line after each."""
    return "\n\n".join(text.split("\n"))


def smart_quotes(text: str) -> str:
    """As a word processor sets it."""
    return re.sub(r'"([^"\n]*)"', "“\\1”", text)


def wrapped(text: str) -> str:
    """As a terminal of 80 columns breaks it."""
    lines = ([line[at : at + 80] for at in range(0, len(line), 80)] or [""] for line in text.split("\n"))
    return "\n".join(part for parts in lines for part in parts)


def word_wrapped(text: str) -> str:
    """As a mail program breaks it, between words."""
    lines = (textwrap.wrap(line, 80) or [""] for line in text.split("\n"))
    return "\n".join(part for parts in lines for part in parts)


DRESSES = (
    one_line,
    html_breaks,
    spelled_out,
    cloud_logging,
    elasticsearch,
    csv_column,
    quoted,
    fenced,
    json_string,
    blank_lines,
    smart_quotes,
    wrapped,
    word_wrapped,
)
