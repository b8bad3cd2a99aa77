"""One way to reach Temporal: the same converter, codec and failure converter in every client, worker and replayer."""

import dataclasses
from dataclasses import dataclass

from temporalio.client import Client, TLSConfig
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec
from temporalio.runtime import Runtime

JOURNEYS = "journeys"
BULK = "bulk"


@dataclass(frozen=True, kw_only=True)
class TemporalSettings:
    """Where Temporal is; `api_key` and `tls` as Temporal Cloud asks for them."""

    address: str
    namespace: str = "default"
    api_key: str | None = dataclasses.field(default=None, repr=False)
    tls: bool | TLSConfig = False


def build_converter(codec: PayloadCodec | None) -> DataConverter:
    """Return the converter for our payloads (dataclasses with instants); with a codec, failures are hidden too."""
    converter = dataclasses.replace(pydantic_data_converter, payload_codec=codec)
    if codec is None:
        return converter
    return dataclasses.replace(converter, failure_converter_class=DefaultFailureConverterWithEncodedAttributes)


async def connect(settings: TemporalSettings, codec: PayloadCodec | None, runtime: Runtime | None = None) -> Client:
    """Connect once; raise RuntimeError or RPCError when the server is not there."""
    return await Client.connect(
        settings.address,
        namespace=settings.namespace,
        api_key=settings.api_key,
        tls=settings.tls,
        data_converter=build_converter(codec),
        runtime=runtime,
    )
