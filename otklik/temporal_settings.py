"""Where Temporal is and how to reach it, read as Temporal's own tools read the same variables."""

from pathlib import Path

from pydantic import SecretStr
from temporalio.client import TLSConfig
from temporalio.common import WorkerDeploymentVersion
from temporalio.envconfig import ClientConfigProfile

from otklik.errors import CannotStartError
from otklik.settings import TLS_FIELDS, Settings
from workflows.connection import TemporalSettings


def temporal_settings(settings: Settings, address: str) -> TemporalSettings:
    """Return the connection's settings; raise `CannotStartError` when a certificate's file cannot be read."""
    key = settings.temporal_api_key
    return TemporalSettings(
        address=address,
        namespace=settings.temporal_namespace,
        api_key=None if key is None else key.get_secret_value(),
        tls=_tls(settings),
    )


def worker_version(settings: Settings) -> WorkerDeploymentVersion | None:
    """Return which version of the workers this one is, None without worker versioning."""
    if settings.worker_deployment is None or settings.worker_build_id is None:
        return None
    return WorkerDeploymentVersion(deployment_name=settings.worker_deployment, build_id=settings.worker_build_id)


def _tls(settings: Settings) -> bool | TLSConfig:
    variables = {name.upper(): str(value) for name in TLS_FIELDS if (value := _plain(settings, name)) is not None}
    if settings.temporal_tls is not None:
        variables["TEMPORAL_TLS"] = str(settings.temporal_tls).lower()
    if settings.temporal_api_key is not None:
        variables["TEMPORAL_API_KEY"] = settings.temporal_api_key.get_secret_value()
    profile = ClientConfigProfile.load(disable_file=True, override_env_vars=variables)
    try:
        return profile.to_client_connect_config().get("tls", False)
    except OSError as error:
        name = Path(str(error.filename)).name
        raise CannotStartError(f"TEMPORAL_TLS_*: the file {name} cannot be read: {error.strerror}.") from None


def _plain(settings: Settings, field: str) -> object:
    value = getattr(settings, field)
    return value.get_secret_value() if isinstance(value, SecretStr) else value
