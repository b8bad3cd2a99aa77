"""Words for which there is no open journey reach their readers, each message once."""

from tests.workflows.fakes import CITY, RECRUITER
from tests.workflows.playing import Played
from workflows.deeds import KeepText
from workflows.letters.to_candidate import PassReply
from workflows.letters.to_recruiter import PassWords
from workflows.words_relay import StrayWords


async def result_of(played: Played, words: StrayWords) -> int:
    handle = played.client.get_workflow_handle(f"words-{words.candidate_id}-{words.update_id}", result_type=int)
    return int(await handle.result())


async def test_words_after_the_end_are_kept_and_reach_the_recruiters_of_the_city_once(played: Played) -> None:
    words = StrayWords(candidate_id=played.candidate_id, update_id=7, text="А когда ответ?", city_id=CITY)
    for _ in range(3):
        await played.journeys.relay(words)
    assert await result_of(played, words) == 1
    await played.journeys.relay(words)
    (kept,) = played.deeds.done
    assert isinstance(kept, KeepText)
    assert kept.text == "А когда ответ?"
    (sent,) = played.deeds.sent
    assert sent.letter == PassWords(recruiter_id=RECRUITER, update_id=7)


async def test_a_recruiters_answer_after_the_end_reaches_the_candidate(played: Played) -> None:
    words = StrayWords(candidate_id=played.candidate_id, update_id=8, text="Завтра", by=RECRUITER)
    await played.journeys.relay(words)
    assert await result_of(played, words) == 1
    (sent,) = played.deeds.sent
    assert sent.letter == PassReply(recruiter_id=RECRUITER, text="Завтра")
