"""`otklik settings`: the table of settings, as the README shows it."""

import click

from otklik.settings_table import settings_table


@click.command()
def command() -> None:
    """Print all settings with their defaults as a Markdown table."""
    click.echo(settings_table())
