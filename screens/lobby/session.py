"""What one resident has chosen, from their first touch until they go."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.config import Language


@dataclass
class Session:
    """How this resident reads. Nothing that they typed is kept here."""

    languages: tuple[Language, ...]
    language: Language
    large: bool = False

    @classmethod
    def new(cls, languages: tuple[Language, ...]) -> Session:
        """Nobody has chosen anything."""
        return cls(languages, languages[0])

    def end(self) -> None:
        """The next one finds the hall's own language and ordinary text."""
        self.language, self.large = self.languages[0], False

    @property
    def untouched(self) -> bool:
        """Whether everything is as the next resident should find it."""
        return not self.large and self.language == self.languages[0]
