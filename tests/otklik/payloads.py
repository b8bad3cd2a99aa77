"""Finding every payload in what Temporal keeps, as whoever has a copy of its database could."""

from collections.abc import Iterator, Sequence

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload, SearchAttributes


def payloads_in(message: Message) -> Iterator[Payload]:
    """Yield every payload in a protobuf, however deep; search attributes are no payloads of ours."""
    if isinstance(message, Payload):
        yield message
    elif not isinstance(message, SearchAttributes):
        for field, value in message.ListFields():
            if field.message_type is None:
                continue
            if field.message_type.GetOptions().map_entry:
                inner: Sequence[object] = list(value.values())
            else:
                inner = list(value) if field.is_repeated else [value]
            for each in inner:
                if isinstance(each, Message):
                    yield from payloads_in(each)
