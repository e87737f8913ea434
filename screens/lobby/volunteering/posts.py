"""领岗: places in activities to come, claimed and given back; nobody has to (条例第二十五条)."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.items.answers import Section
from kiosk.volunteers.posts import Post
from kiosk.wording import in_script, name_of, say
from screens.lobby.session import Session
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.room import Choices, Told, called, when
from screens.lobby.volunteering.visit import Visit
from screens.widgets.tile import Face


def places(post: Post, language: str) -> str:
    """How many are left, or that one of them is theirs."""
    if post.mine:
        return say("volunteering.yours", language)
    if post.left is None:
        return say("volunteering.any_number", language)
    return say("volunteering.places_left", language, count=post.left)


class Posts(Choices):
    """What suits them first, at most seven on a page."""

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._posts: list[Post] = []

    def show(self, bearer: Bearer, posts: list[Post]) -> None:
        """Show them to somebody else."""
        self._bearer, self._posts = bearer, posts
        if self.is_mounted:
            self.page.first()

    def wipe(self) -> None:
        super().wipe()
        self._bearer, self._posts = None, []

    def prompt(self) -> str:
        return self.say("volunteering.which_post" if self._posts else "volunteering.no_posts")

    def faces(self) -> list[Face]:
        return [
            Face(
                post.activity.number,
                called(post.activity, self.language),
                when(post.activity, self.language),
                places(post, self.language),
            )
            for post in self._posts
        ]

    def chose(self, value: str) -> None:
        for post in self._posts:
            if post.activity.number == value and self._bearer is not None:
                self.visit.post(self._bearer, post)


class PostPage(Told):
    """What is done, where, and the risks (条例第十二条); a touch claims, another gives back."""

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._post: Post | None = None
        self._turned = False

    def show(self, bearer: Bearer, post: Post) -> None:
        """Show another."""
        self._bearer, self._post, self._turned = bearer, post, False
        if self.is_mounted:
            super().wipe()

    def turned(self, bearer: Bearer, post: Post) -> None:
        """The place was taken, or given back."""
        self._bearer, self._post, self._turned = bearer, post, True

    def wipe(self) -> None:
        super().wipe()
        self._bearer, self._post, self._turned = None, None, False

    def title_text(self) -> str:
        return called(self._post.activity, self.language) if self._post else ""

    def verdict(self) -> tuple[str, bool]:
        if self._post is None:
            return "", True
        if self._turned and not self._post.mine:
            return self.say("volunteering.given_back"), True
        return places(self._post, self.language), self._post.mine or self._post.left != 0

    def sections(self) -> list[Section]:
        if self._post is None:
            return []
        about, language = self._post.activity, self.language
        risks = in_script(about.risks, language) or name_of(
            self.hall.volunteers.rules.risks, language
        )
        lines = {
            "volunteering.when_where": [when(about, language), in_script(about.place, language)],
            "volunteering.what": [in_script(about.content, language)],
            "volunteering.risks": [risks],
            "volunteering.asks": [in_script("、".join(about.skills), language)],
            "volunteering.in_charge": [about.in_charge],
        }
        return [Section(self.say(key), tuple(said)) for key, said in lines.items() if any(said)]

    def faces(self) -> list[Face]:
        post = self._post
        if post is None:
            return []
        if post.mine:
            return [Face("back", self.say("volunteering.give_back"))]
        note = self.say("volunteering.claim_note")
        return [Face("claim", self.say("volunteering.claim"), "", note, ready=post.left != 0)]

    def chose(self, value: str) -> None:
        if self._bearer is not None and self._post is not None:
            number = self._post.activity.number
            self.visit.claim(self._bearer, number, back=value == "back")
