"""What candidates can choose about themselves: the language they are written to in, and that nothing is kept."""

from collections.abc import Mapping

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import ErasurePress, ErasureStep, LanguagePress
from bot.keyboards.buttons import keyboard, press
from domain.ids import CandidateId


def kb_languages(languages: Mapping[str, str]) -> InlineKeyboardMarkup | None:
    """Return the languages by their own names; None where there is nothing to choose."""
    if len(languages) < 2:  # noqa: PLR2004 - one language is no choice
        return None
    return keyboard(*([press(name, LanguagePress(language=code))] for code, name in languages.items()))


def kb_known(candidate_id: CandidateId) -> InlineKeyboardMarkup:
    """Return what stands under all that is known of a candidate."""
    ask = ErasurePress(step=ErasureStep.ASK, candidate_id=candidate_id)
    return keyboard([press("🗑 Удалить мои данные", ask, ButtonStyle.DANGER)])


def kb_erasure_sure(candidate_id: CandidateId) -> InlineKeyboardMarkup:
    """Return the two answers to whether everything shall be erased."""
    sure = ErasurePress(step=ErasureStep.SURE, candidate_id=candidate_id)
    back = ErasurePress(step=ErasureStep.BACK, candidate_id=candidate_id)
    return keyboard([press("Да, удалить всё", sure, ButtonStyle.DANGER)], [press("← Назад", back)])
