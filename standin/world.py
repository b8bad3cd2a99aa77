"""Everything the stand-in knows, in one place, and how a fresh start forgets it."""

from standin.changes import Changes
from standin.chats import Chats
from standin.clock import Clock
from standin.faults import Faults
from standin.files import Files
from standin.invitations import Invitations
from standin.outbox import Outbox
from standin.people import People
from standin.presses import Presses
from standin.profile import Profile
from standin.settings import Settings
from standin.store import Store
from standin.updates import Updates
from standin.webhook import Webhook

# What `reset` forgets. Counters stay, so that no id is ever given twice; the bot's own settings and the
# invitations stay too, because nobody would set them again.
FORGOTTEN = ("person", "message", "keyboard", "toast", "press", "call", "update", "again")


class World:
    """One object per room of the stand-in, all over one store."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.state)
        self.changes = Changes()
        self.faults = Faults()
        self._load()

    def _load(self) -> None:
        ahead = self.store.get("bot", "clock") or {"ahead": 0}
        self.clock = Clock(int(ahead["ahead"]))
        self.people = People(self.store)
        self.chats = Chats(self.store)
        self.updates = Updates(self.store)
        self.presses = Presses(self.store)
        self.outbox = Outbox(self.store)
        self.files = Files(self.store)
        self.profile = Profile(self.store)
        self.webhook = Webhook(self.store)
        self.invitations = Invitations(self.store)

    def reset(self) -> None:
        """Forget people, chats, updates, calls and faults."""
        version = self.chats.version
        for kind in FORGOTTEN:
            self.store.remove_all(kind)
        self.faults.remove()
        self._load()
        self.chats.version = version + 1

    def jump(self, seconds: int) -> None:
        """Let the clock run ahead: presses and messages grow old at once."""
        self.clock.ahead += seconds
        self.store.put("bot", "clock", {"ahead": self.clock.ahead})

    def close(self) -> None:
        self.changes.close()
        self.store.close()
