"""Calls to Telegram as spans of the trace in which they are made; a call outside of one, like polling, makes none."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from opentelemetry import trace
from opentelemetry.trace import SpanKind

tracer = trace.get_tracer(__name__)


class TracedCalls(BaseRequestMiddleware):
    """Notes the name of the method and how long Telegram took, nothing of what was said to whom."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the call within its span."""
        if not trace.get_current_span().get_span_context().is_valid:
            return await make_request(bot, method)
        name: Any = method.__api_method__
        with tracer.start_as_current_span(f"Telegram:{name}", kind=SpanKind.CLIENT) as span:
            span.set_attribute("telegram.method", name)
            return await make_request(bot, method)
