"""An answer that is chosen: kind of paper, purpose, how many copies."""

from __future__ import annotations

from typing import ClassVar

from textual import on

from kiosk.errors import Refused
from kiosk.identity import PAPERS
from kiosk.wording import in_script, name_of
from screens.lobby.request.question import Asking
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

NOTHING, OWN = "-", "+"
"""Tiles that are no answer: to leave it out, and to write one's own."""


class Chosen(Asking, Tiles):
    """Tiles, at most seven on a page."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def faces(self) -> list[Face]:
        field, draft = self.question.field, self.filling.draft
        if field is None or draft is None:
            return []
        match field.kind:
            case "id_type":
                return [self._face(kind, self.say(f"form.paper_{kind}")) for kind in PAPERS]
            case "purpose":
                purposes = self.hall.items.get(draft.item).purposes
                return [self._face(said, in_script(said, self.language)) for said in purposes]
            case "number":
                return [
                    self._face(str(count), str(count))
                    for count in range(field.least, (field.most or field.least) + 1)
                ]
            case _:
                return [
                    self._face(choice.code, name_of(choice, self.language))
                    for choice in field.choices
                ]

    def _face(self, value: str, title: str) -> Face:
        draft = self.filling.draft
        chosen = draft is not None and draft.get(self.question.name) == value
        return Face(value, title, "", self.say("form.chosen") if chosen else "")

    def pinned(self) -> list[Face]:
        field = self.question.field
        if field is None:
            return []
        if field.kind == "purpose":
            return [Face(OWN, self.say("form.own_words"), key="0")]
        if field.optional and not field.default:
            return [Face(NOTHING, self.say("form.skip"), key="0")]
        return []

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes():
            return
        if event.value == OWN:
            self.filling.write()
            return
        try:
            self.filling.answer("" if event.value == NOTHING else event.value)
        except Refused as refusal:
            self.refuse(refusal)

    def forget(self) -> None:
        super().forget()
        if self.is_mounted:
            self.page.first()
