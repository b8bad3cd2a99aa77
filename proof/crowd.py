"""Candidates by the dozen, each with a name of their own."""

from collections.abc import Iterator

from proof.test1 import Applicant
from proof.way import CONFIRM

SURNAMES = ("Белова", "Громова", "Жукова", "Зимина", "Котова", "Лаврова", "Маркова", "Носова", "Орлова", "Панова")
NAMES = ("Анна", "Вера", "Дарья", "Елена", "Ирина", "Ксения", "Мария", "Нина", "Ольга", "Юлия")
PATRONYMICS = ("Игоревна", "Павловна", "Олеговна", "Юрьевна", "Ивановна", "Андреевна", "Петровна", "Сергеевна")


def crowd() -> Iterator[Applicant]:
    """Yield applicants of whom no two bear the same full name."""
    for patronymic in PATRONYMICS:
        for name in NAMES:
            for surname in SURNAMES:
                full_name = f"{surname} {name} {patronymic}"
                yield Applicant(name=f"{name} {surname}", full_name=full_name, age=24, mind=CONFIRM)
