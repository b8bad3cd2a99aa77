"""The codec server: the Temporal UI and CLI read encrypted payloads through it, on behalf of admins.

What payloads say is personal: whoever may only look, or runs some cities, gets it from the API as far as it is theirs.
Speaks Temporal's remote codec protocol: `Payloads` as protobuf JSON in and out.
"""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from fastapi import Depends, FastAPI, Request, Response
from google.protobuf.json_format import MessageToJson, Parse, ParseError
from starlette.middleware.cors import CORSMiddleware
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.converter import PayloadCodec

from api.access import require_admin
from api.problems import Problem, answer_problems

Recode = Callable[[Sequence[Payload]], Awaitable[list[Payload]]]


def build_codec_app(codec: PayloadCodec, ui_origin: str | None, *, needs_token: bool = True) -> FastAPI:
    """Return the application to mount; pages of other origins than the UI's are refused by the browser."""
    app = FastAPI(title="Otklik codec server", dependencies=[Depends(require_admin)] if needs_token else [])
    answer_problems(app)
    if ui_origin is not None:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=[ui_origin],
            allow_methods=["POST"],
            allow_headers=["authorization", "content-type", "x-namespace"],
        )

    @app.post("/encode", summary="Encrypt payloads")
    async def encode(request: Request) -> Response:
        return await _recode(request, codec.encode)

    @app.post("/decode", summary="Decrypt payloads")
    async def decode(request: Request) -> Response:
        return await _recode(request, codec.decode)

    return app


async def _recode(request: Request, recode: Recode) -> Response:
    try:
        payloads = Parse(await request.body(), Payloads())
        recoded = await recode(list(payloads.payloads))
    except (ParseError, ValueError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "unreadable_payload", "These payloads cannot be read.") from error
    return Response(MessageToJson(Payloads(payloads=recoded)), media_type="application/json")
