"""Reads the two protobuf messages kubectl sends to an API server: access reviews. Pure; it writes no protobuf.

`kubectl auth can-i` speaks protobuf only. The envelope is described in
staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf/doc.go, the field numbers in
staging/src/k8s.io/api/authorization/v1/generated.proto.
"""

from __future__ import annotations

from deploy.sandbox.json import Json

MEDIA_TYPE = "application/vnd.kubernetes.protobuf"
_MAGIC = b"k8s\x00"
_RAW_OF_UNKNOWN, _SPEC_OF_REVIEW, _TEXT = 2, 2, "utf-8"
_ATTRIBUTES = {1: "namespace", 2: "verb", 3: "group", 4: "version", 5: "resource", 6: "subresource", 7: "name"}


class BadMessage(ValueError):
    """Bytes that are not such a message."""


def access_review(body: bytes, rules: bool) -> Json:
    """A SelfSubjectAccessReview, or with `rules` a SelfSubjectRulesReview, as JSON would say it. Raises BadMessage."""
    if not body.startswith(_MAGIC):
        raise BadMessage("does not begin with the protobuf envelope")
    spec = _fields(_fields(_fields(body[len(_MAGIC) :]).get(_RAW_OF_UNKNOWN, b"")).get(_SPEC_OF_REVIEW, b""))
    if rules:
        return {"spec": {"namespace": _text(spec.get(1, b""))}}
    if 2 in spec:
        path, verb = (_fields(spec[2]).get(number, b"") for number in (1, 2))
        return {"spec": {"nonResourceAttributes": {"path": _text(path), "verb": _text(verb)}}}
    named = _fields(spec.get(1, b""))
    attributes = {name: _text(named[number]) for number, name in _ATTRIBUTES.items() if named.get(number)}
    return {"spec": {"resourceAttributes": attributes}}


def _text(value: bytes) -> str:
    try:
        return value.decode(_TEXT)
    except UnicodeDecodeError as error:
        raise BadMessage("a string that is not UTF-8") from error


def _fields(message: bytes) -> dict[int, bytes]:
    """Field number to bytes, the last of each; only lengths and numbers occur in these messages."""
    fields: dict[int, bytes] = {}
    position = 0
    while position < len(message):
        tag, position = _number(message, position)
        if tag & 7 == 2:  # a length and so many bytes
            length, position = _number(message, position)
            if position + length > len(message):
                raise BadMessage("ends in the middle of a field")
            fields[tag >> 3] = message[position : position + length]
            position += length
        elif tag & 7 == 0:  # a number
            _, position = _number(message, position)
        else:
            raise BadMessage(f"a field of type {tag & 7}")
    return fields


def _number(message: bytes, position: int) -> tuple[int, int]:
    """A base-128 number and where it ends."""
    value = shift = 0
    while position < len(message) and shift < 64:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
    raise BadMessage("ends in the middle of a number")
