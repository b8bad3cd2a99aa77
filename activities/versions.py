"""Which version of the workers this one is, for a Temporal that sends each journey to the right one.

A journey follows the version that ops have made current: it sleeps for weeks, and an older version would have to be
kept running for as long. `docs/upgrading.md` says how a journey is held back on purpose.
"""

from importlib.metadata import version as version_of

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import WorkerDeploymentConfig


def deployment_of(version: WorkerDeploymentVersion | None) -> WorkerDeploymentConfig | None:
    """Return what a worker is told about its version, None for workers without versions."""
    if version is None:
        return None
    return WorkerDeploymentConfig(
        version=version,
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


def build_id_of(version: WorkerDeploymentVersion | None) -> str | None:
    """Return what histories call a worker that has no version of a deployment.

    Without it Temporal's library reads each loaded module once more and counts them together, which takes long.
    """
    return f"otklik-{version_of('otklik')}" if version is None else None
