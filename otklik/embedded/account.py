"""The account PostgreSQL runs under: ourselves, or an unprivileged one when we are root."""

import os
import pwd
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from otklik.errors import CannotStartError

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """Numeric ids of the account that runs and owns the cluster."""

    uid: int
    gid: int


def server_account(folder: Path) -> Account | None:
    """Return the account to change to, or None when our own will do.

    PostgreSQL refuses to run as root. A cluster that already belongs to an ordinary user stays theirs.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    nobody = pwd.getpwnam(UNPRIVILEGED)
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def as_account(account: Account | None, command: Sequence[str]) -> list[str]:
    """Prefix a command so that it runs under the account.

    It keeps the right to pass closed folders: the cluster may lie under /root, which nobody else may enter.
    """
    if account is None:
        return list(command)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStartError(
            "PostgreSQL does not run as root and setpriv is missing: start Otklik as an ordinary user."
        )
    ids = ["--reuid", str(account.uid), "--regid", str(account.gid), "--clear-groups"]
    rights = ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]
    return [setpriv, *ids, *rights, "--", *command]
