"""/sim/skip: ask the product to let this person's journey jump to its next alarm."""

import json
from typing import Any

from aiohttp import ClientError, ClientTimeout, web

from standin.drive.wishes import CONFLICT, WishError, known_person, number_in, read_wish
from standin.keys import CLIENT, WORLD

Json = dict[str, Any]

BAD_GATEWAY = 502
PATIENCE = ClientTimeout(total=60)


async def skip(request: web.Request) -> web.Response:
    """Pass the person's id on to the address given at the start, and its answer back."""
    world, wish = request.app[WORLD], await read_wish(request)
    person = known_person(world, number_in(wish, "person_id"))
    url = world.settings.skip_url
    if url is None:
        raise WishError(CONFLICT, "the stand-in was started without --skip-url: nobody here can skip ahead")
    client = request.app[CLIENT]
    try:
        async with client.post(url, json={"telegram_user_id": person.id}, timeout=PATIENCE) as response:
            text = await response.text()
            status = response.status
    except (ClientError, TimeoutError) as trouble:
        raise WishError(BAD_GATEWAY, f"{url} does not answer ({type(trouble).__name__})") from trouble
    try:
        return web.json_response(json.loads(text), status=status)
    except json.JSONDecodeError as wrong:
        raise WishError(BAD_GATEWAY, f"{url} answered {status} without JSON", answer=text[:500]) from wrong
