"""What the stand-in has acknowledged survives a stop, and kill -9."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standin.stage import ROOT, Stage, start_process, stop_process

BUTTON = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_everything_survives_a_restart(tmp_path: Path, number: signal.Signals) -> None:
    state = str(tmp_path / "deep" / "standin.db")
    process, url = start_process("--state", state)
    stage = Stage.at(url)
    anna = await stage.person()
    await stage.post("invitations", [{"label": "Мария", "payload": "r_1"}])
    await stage.call("sendMessage", chat_id=anna, text="Придёте?", reply_markup=BUTTON)
    said = await stage.say(anna, "приду")
    pressed = await stage.post("press", {"person_id": anna, "label": "Да"})
    before = await stage.get(f"chat/{anna}")
    await stage.close()
    stop_process(process, number)

    process, url = start_process("--state", state)
    stage = Stage.at(url)
    assert await stage.get(f"chat/{anna}") == before
    updates = await stage.poll()
    assert [update.update_id for update in updates] == [said, pressed["update_id"]]
    assert await stage.bot.answer_callback_query(pressed["callback_query_id"])
    assert (await stage.get("invitations"))["invitations"] == [{"label": "Мария", "payload": "r_1"}]
    assert [call["method"] for call in (await stage.get("outbox", method="sendMessage"))["calls"]] == ["sendMessage"]
    assert await stage.say(anna, "ещё") == pressed["update_id"] + 1
    await stage.close()
    assert stop_process(process) == 0


async def test_a_confirmed_update_stays_confirmed_and_a_webhook_stays_set(tmp_path: Path) -> None:
    state = str(tmp_path / "standin.db")
    process, url = start_process("--state", state)
    stage = Stage.at(url)
    anna = await stage.person()
    await stage.bot.set_webhook("http://127.0.0.1:9/", secret_token="s", allowed_updates=["message"])
    await stage.say(anna, "раз")
    await stage.close()
    stop_process(process, signal.SIGKILL)

    process, url = start_process("--state", state)
    stage = Stage.at(url)
    info = await stage.bot.get_webhook_info()
    assert (info.url, info.allowed_updates, info.pending_update_count) == ("http://127.0.0.1:9/", ["message"], 1)
    await stage.close()
    stop_process(process)


async def test_files_can_be_downloaded_after_a_restart(tmp_path: Path) -> None:
    state = str(tmp_path / "standin.db")
    process, url = start_process("--state", state)
    stage = Stage.at(url)
    anna = await stage.person()
    document = {"file_name": "резюме.txt", "content": "Опыт: два года"}
    await stage.post("message", {"person_id": anna, "document": document})
    (update,) = await stage.poll()
    assert update.message is not None
    assert update.message.document is not None
    await stage.close()
    stop_process(process, signal.SIGKILL)

    process, url = start_process("--state", state)
    stage = Stage.at(url)
    file = await stage.bot.get_file(update.message.document.file_id)
    assert file.file_path is not None
    content = await stage.bot.download_file(file.file_path)
    assert content is not None
    assert content.read().decode() == "Опыт: два года"
    await stage.close()
    stop_process(process)


def test_a_state_file_belongs_to_one_process(tmp_path: Path) -> None:
    state = str(tmp_path / "standin.db")
    process, _ = start_process("--state", state)
    command = [sys.executable, "-m", "standin", "--port", "0", "--state", state]
    second = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=20, check=False)
    assert second.returncode == 1
    assert second.stderr.strip() == f"standin: cannot use {state}: database is locked"
    stop_process(process)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    process, url = start_process()
    port = url.rpartition(":")[2]
    command = [sys.executable, "-m", "standin", "--port", port]
    second = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=20, check=False)
    assert second.returncode == 1
    assert f"standin: cannot listen on 127.0.0.1:{port}" in second.stderr
    stop_process(process)
