"""/sim/file/<path>: the page downloads what the bot or a person sent, under the name it was sent with."""

from urllib.parse import quote

from aiohttp import web

from standin.drive.wishes import NOT_FOUND, WishError
from standin.keys import WORLD


async def download(request: web.Request) -> web.Response:
    """Send an attachment: a file that came through a chat is never opened inside the page."""
    path = request.match_info["path"]
    content = request.app[WORLD].files.content(path)
    if content is None:
        raise WishError(NOT_FOUND, f"there is no file {path}")
    name = quote(request.query.get("name", path.rpartition("/")[2]))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)
