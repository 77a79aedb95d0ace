"""What decode() says of numbers: the byte, the steps, the class, and that no text makes it fail."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.codes.arithmetic import category, last_byte, looks_windows
from knowledge.decode import as_json, decode

CLASSES = {"signal", "application", "success", "reserved", "out-of-range", "windows"}


def one(words: str) -> dict[str, object]:
    """The JSON object of words that ask for one code."""
    (decoded,) = decode(words)
    return as_json(decoded)


@pytest.mark.parametrize("words", ["banana", "", "   ", "signal 99", "128+banana", "-", "☃", "SIGRTMIN+99", "0x"])
def test_words_that_name_no_code_are_not_understood(words: str) -> None:
    """Nonsense is answered with an object that has no code and no readings, never with an error."""
    answer = one(words)

    assert (answer["understood"], answer["code"], answer["readings"]) == (False, None, [])


def test_a_windows_status_that_the_words_beside_it_exclude_has_no_reading() -> None:
    """The beginning of a uid may look like one; what the program beside it rules out leaves the number alone."""
    answer = one("c6f14a8b-c759 controller")

    assert (answer["code"], answer["readings"]) == (139, [])


@pytest.mark.parametrize(
    ("words", "code", "category", "steps"),
    [
        ("-1", 255, "application", ["-1 mod 256 = 255"]),
        ("-256", 0, "out-of-range", ["-256 mod 256 = 0"]),
        ("256", 0, "out-of-range", ["256 mod 256 = 0"]),
        ("0", 0, "success", []),
        ("1", 1, "application", []),
        ("125", 125, "reserved", []),
        ("128", 128, "reserved", []),
        ("129", 129, "signal", ["129 = 128 + 1"]),
        ("192", 192, "signal", ["192 = 128 + 64"]),
        ("193", 193, "application", []),
        ("-119", 137, "signal", ["-119 mod 256 = 137", "137 = 128 + 9"]),
        ("0x89", 137, "signal", ["0x89 = 137", "137 = 128 + 9"]),
        ("128+9", 137, "signal", ["128 + 9 = 137"]),
        ("128 + SIGTERM", 143, "signal", ["128 + 15 = 143"]),
        ("3221225477", 5, "windows", ["3221225477 = 0xC0000005", "-1073741819 = 0xC0000005", "0xC0000005 & 0xFF = 5"]),
        ("65537", 1, "out-of-range", ["65537 mod 256 = 1"]),
    ],
)
def test_the_way_from_a_number_to_its_byte(words: str, code: int, category: str, steps: list[str]) -> None:
    answer = one(words)

    assert (answer["code"], answer["class"], answer["steps"]) == (code, category, steps)


@pytest.mark.parametrize("words", ["3221225477", "-1073741819", "0xC0000005", "c0000005", "STATUS_ACCESS_VIOLATION"])
def test_one_windows_status_in_all_its_forms(words: str) -> None:
    """Unsigned, signed as kubectl shows it, hexadecimal and by name are the same answer."""
    windows = {"hex": "0xC0000005", "name": "STATUS_ACCESS_VIOLATION", "unsigned": 3221225477, "signed": -1073741819}

    assert one(words)["windows"] == windows


def test_the_byte_and_the_class_of_every_small_integer() -> None:
    """-70000 to 70000: the byte is what the kernel keeps, and every number has a class."""
    for number in range(-70_000, 70_001):
        assert last_byte(str(number)) == number & 0xFF
        assert category(number) in CLASSES


def test_every_kind_of_small_integer_gives_a_valid_object() -> None:
    """Every byte written plainly, negative and past one byte, and every raw wait status with its neighbors.

    A code's readings depend on its byte, on whether it fits one, and on whether it is a multiple of 256.
    """
    statuses = [256 * high + near for high in range(-256, 257) for near in (-1, 0, 1)]
    for number in {*range(-600, 601), *statuses, *range(65_500, 65_800), -70_000, 70_000}:
        (decoded,) = decode(str(number))
        known = (decoded.code, decoded.category in CLASSES, decoded.understood, decoded.input, bool(decoded.readings))

        assert known == (number & 0xFF, True, True, str(number), True)


@given(st.integers(min_value=-(10**60), max_value=10**60))
def test_the_byte_of_a_number_of_any_length(number: int) -> None:
    """The last eight decimal digits decide the last byte."""
    assert last_byte(str(number)) == number & 0xFF
    assert decode(str(number))[0].code == number & 0xFF


@given(st.integers(min_value=0, max_value=255))
def test_what_a_real_process_leaves(code: int) -> None:
    """A raw wait status of an ordinary exit is read back as Python itself reads it."""
    raw = code << 8
    (decoded,) = decode(str(raw))
    inner = [reading.title.en for reading in decoded.readings if reading.id == "number.wait-status"]

    assert inner == ([f"{inner[0].rpartition(' ')[0]} {os.waitstatus_to_exitcode(raw)}"] if code else [])


@given(st.integers(min_value=0x8000_0000, max_value=0xFFFF_FFFF))
def test_signed_and_unsigned_windows_codes_are_one(status: int) -> None:
    """What kubectl shows as a negative number is the same status, as soon as it cannot be a small exit(-n)."""
    as_unsigned, as_signed = one(str(status)), one(str(status - 2**32))
    if looks_windows(status - 2**32):
        assert as_unsigned["windows"] == as_signed["windows"]
    assert as_unsigned["code"] == as_signed["code"] == status & 0xFF


@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    """Never an exception, never nothing, and every answer in both languages."""
    decoded = decode(text)

    assert decoded
    assert all(answer.headline.en and answer.headline.zh and len(answer.input) <= 160 for answer in decoded)


@given(st.text(alphabet="0123456789abcxX+-:() \n\tsignalexit code", max_size=300))
def test_text_that_nearly_is_a_code_is_answered(text: str) -> None:
    for answer in decode(text):
        assert answer.code is None or 0 <= answer.code <= 255


@pytest.mark.parametrize(
    "text", ["1" * 1_000_000, "a" * 1_000_000, "exit " * 200_000, "128+" * 200_000, "(" * 1_000_000, "信号" * 400_000]
)
def test_long_text_is_read_only_at_its_beginning(text: str) -> None:
    """A megabyte is answered in bounded work: few answers, short echoes."""
    decoded = decode(text)

    assert len(decoded) <= 50
    assert all(len(answer.input) <= 160 for answer in decoded)


def test_a_number_is_never_cut_in_two() -> None:
    """When a text is too long the cut falls between words."""
    words = ["1"] * 19 + ["137137"]
    inputs = [[answer.input for answer in decode(words, at_most=length)] for length in (40, 41, 43, 44)]

    assert inputs == [["1"] * 19] * 3 + [words]
