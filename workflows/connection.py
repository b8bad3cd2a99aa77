"""One way to reach Temporal: the same converter, codec and failure converter in every client, worker and replayer."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from temporalio.client import Client, Interceptor, TLSConfig
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec
from temporalio.runtime import Runtime

JOURNEYS = "journeys"
BULK = "bulk"
WEBHOOKS = "webhooks"


@dataclass(frozen=True, kw_only=True)
class TemporalSettings:
    """Where Temporal is; `api_key` and `tls` as Temporal Cloud asks for them."""

    address: str
    namespace: str = "default"
    api_key: str | None = dataclasses.field(default=None, repr=False)
    tls: bool | TLSConfig = False


class OneConverter(PydanticPayloadConverter):
    """Temporal's converter for dataclasses, made once.

    Temporal's library makes one for each task and each workflow. With it go the readers of our types that it has built.
    """

    _made: ClassVar[Self | None] = None

    def __new__(cls) -> Self:
        """Return the one there is."""
        if cls._made is None:
            cls._made = super().__new__(cls)
        return cls._made

    def __init__(self) -> None:
        """Make it, the first time."""
        if not hasattr(self, "converters"):
            super().__init__()


def build_converter(codec: PayloadCodec | None) -> DataConverter:
    """Return the converter for our payloads (dataclasses with instants); with a codec, failures are hidden too."""
    converter = dataclasses.replace(pydantic_data_converter, payload_converter_class=OneConverter, payload_codec=codec)
    if codec is None:
        return converter
    return dataclasses.replace(converter, failure_converter_class=DefaultFailureConverterWithEncodedAttributes)


async def connect(
    settings: TemporalSettings,
    codec: PayloadCodec | None,
    runtime: Runtime | None = None,
    interceptors: Sequence[Interceptor] = (),
) -> Client:
    """Connect once; raise RuntimeError or RPCError when the server is not there.

    Interceptors that are for workers as well hold for every worker of this client.
    """
    return await Client.connect(
        settings.address,
        namespace=settings.namespace,
        api_key=settings.api_key,
        tls=settings.tls,
        data_converter=build_converter(codec),
        interceptors=interceptors,
        runtime=runtime,
    )
