"""`otklik openapi`: the description of the admin API, as docs/openapi.json keeps it."""

import json

import click

from api.app import bare_app


@click.command()
def command() -> None:
    """Print the description of the admin API (OpenAPI 3.1)."""
    click.echo(json.dumps(bare_app().openapi(), ensure_ascii=False, indent=1, sort_keys=True))
