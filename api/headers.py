"""What every answer tells a browser: guess no types, show nothing in a frame, keep no copy."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# The documentation is a page that loads its own scripts from elsewhere and asks for the description of the API.
DOCUMENTATION = "default-src 'none'; connect-src 'self'; img-src https: data:; frame-ancestors 'none'; {}"
SCRIPTS = "script-src https: 'unsafe-inline'; style-src https: 'unsafe-inline'"
PAGES = {path: DOCUMENTATION.format(SCRIPTS) for path in ("/docs", "/redoc")}


class SecurityHeaders:
    """Adds them to every answer that does not say otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"] in PAGES:
                    headers["Content-Security-Policy"] = PAGES[scope["path"]]
            await send(message)

        await self._app(scope, receive, with_headers)
