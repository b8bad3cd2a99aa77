"""Under which keys the web application keeps what its handlers need."""

from aiohttp import ClientSession, web

from standin.world import World

WORLD = web.AppKey("world", World)
CLIENT = web.AppKey("client", ClientSession)
