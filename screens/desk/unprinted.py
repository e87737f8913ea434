"""What is not printed: which number, how far it came and why not further; and what to do with it.

From here, too, a clerk has the day sheet printed, or a slip for whoever stands at the window.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.hanzi import Kind
from kiosk.jobs import Decision
from kiosk.printing import PrinterState, Word, in_words, paper_in_words, what_to_do
from kiosk.slips import PENDING, Job, JobState
from kiosk.wording import say
from screens.cut_off import instead
from screens.desk.acts import UNPRINTED_KEYS
from screens.desk.choice import Answer
from screens.desk.job_list import JobList
from screens.desk.rows import Row
from screens.desk.written import Written
from screens.terminal import ActFailed, HallChanged
from screens.terminal import in_words as refused_in_words
from screens.widgets.touch import Touch

KEYS = {
    "reprint": ("f1", "r"),
    "came_out": ("f2", "o"),
    "cancel": ("f3", "c"),
    "sheet": ("f4", "d"),
    "slip": ("f5", "s"),
}
"""What can be done here, and its two keys: the letter is for who has no function keys."""

BY_KEY = {key: act for act, keys in KEYS.items() for key in keys}

ACROSS = 3
"""Answers beside each other, so that the list above them keeps its room."""

SILENT = frozenset({Word.NO_SPOOLER, Word.UNKNOWN})
"""Not worth a word at the head of every desk."""


def unprinted(hall: Hall) -> list[Job]:
    """The jobs of which nobody can say that their paper came, oldest first.

    One that was handed over whole (``sent``) is taken to be printed until the printer objects.
    """
    jobs = [job for job in hall.slips.jobs() if job.state in PENDING or job.doubtful]
    return sorted(jobs, key=lambda job: (job.at, job.id))


def headline(hall: Hall, language: str) -> str:
    """What a desk should know of the paper, in a few words; empty when all is well."""
    if count := len(unprinted(hall)):
        return say("desk.unprinted", language, count=count)
    for state in hall.slips.printers():
        if state.low or not (state.usable or state.word in SILENT):
            word = Word.NEAR_END if state.low and state.usable else state.word
            return say("desk.printer", language, printer=state.name, how=in_words(word, language))
    return ""


class Count(Touch, can_focus=False):
    """What a desk should know of the paper (or what else ``id`` is of); touching shows more."""

    def __init__(self, id: str = "unprinted") -> None:  # noqa: A002 -- Textual's own name
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Say it, or nothing."""
        self.display = bool(text)
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def render(self) -> Content:
        return Content(self._text)


class PaperAsked(Message):
    """The hall has recorded what was asked; ``text`` says it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class PaperRefused(Message):
    """The hall would not do it; nothing has changed."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class Unprinted(ModalScreen[None]):
    """A list that follows the hall; ``window`` is whose resident a slip would be for."""

    def __init__(self, hall: Hall, language: str, window: str) -> None:
        super().__init__()
        self._hall, self._language, self._window = hall, language, window

    def say(self, key: str, **fields: object) -> str:
        """A message of the catalogue in this desk's language."""
        return say(key, self._language, **fields)

    def compose(self) -> ComposeResult:
        with Vertical(id="question", classes="-list"):
            yield Static(self.say("desk.unprinted_title"), markup=False, id="asked")
            yield JobList(self.say("desk.more"))
            yield Static("", markup=False, id="paper-said")
            answers = [
                Answer(f"{function} {letter}", act, self.say(f"desk.paper_{act}"))
                for act, (function, letter) in KEYS.items()
            ]
            answers.append(Answer("Esc", "", self.say("desk.back")))
            for start in range(0, len(answers), ACROSS):
                with Horizontal(classes="paper-acts"):
                    yield from answers[start : start + ACROSS]

    def on_mount(self) -> None:
        self.call_after_refresh(self.show_hall)

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the printers and the jobs as they are now."""
        heads = [self._printer(state) for state in self._hall.slips.printers()]
        jobs = [(job, self._row(job)) for job in unprinted(self._hall)]
        if not jobs:
            heads.append((self.say("desk.all_printed"), "row"))
        self.query_one(JobList).fill(heads, jobs)

    def _printer(self, state: PrinterState) -> Row:
        how = in_words(state.word, self._language)
        said = self.say("desk.printer", printer=state.name, how=how)
        near = state.word is Word.NEAR_END
        paper = "" if near else paper_in_words(state, self._language)
        todo = what_to_do(state.word, self._language) if near or not state.usable else ""
        well = state.usable and not state.low
        return "  ".join(filter(None, [said, paper, todo])), "dim" if well else "heading"

    def _row(self, job: Job) -> str:
        state = self.say(f"desk.job_{job.state}")
        why = in_words(job.reason, self._language) if job.reason else ""
        return "  ".join(filter(None, [_name(job), f"{job.at:%H:%M}", state, why]))

    @on(JobList.Selected)
    def _show_keys(self) -> None:
        selected = self.query_one(JobList).selected
        job = next((job for job in unprinted(self._hall) if job.id == selected), None)
        may = _possible(job)
        for answer in self.query(Answer):
            answer.disabled = answer.value in {"reprint", "came_out", "cancel"} - may

    # --- keys and touches ----------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        event.stop()
        key = event.key.lower()
        if key in UNPRINTED_KEYS | {"escape", "enter", "backspace"}:
            self.dismiss()
        elif key in BY_KEY:
            for answer in self.query(Answer):
                if answer.value == BY_KEY[key]:
                    answer.touched()
        else:
            self.query_one(JobList).step(key)

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if not isinstance(event.touch, Answer):
            return
        match event.touch.value:
            case "":
                self.dismiss()
            case "sheet":
                self._do(self._sheet)
            case "slip":
                ask, label = self.say("desk.paper_what_next"), self.say("desk.paper_next")
                written = Written(self._language, ask, label, Kind.WORDS)
                self.app.push_screen(written, self._slip)
            case "reprint" | "came_out" | "cancel" as decision:
                if job := self.query_one(JobList).selected:
                    self._do(partial(self._decide, job, decision))

    # --- what the hall is asked, on a thread ---------------------------------------------------

    def _do(self, act: Callable[[], str]) -> None:
        def work() -> None:
            try:
                self.post_message(PaperAsked(act()))
            except Refused as refusal:
                self.post_message(PaperRefused(refusal))
            except Exception:
                self.post_message(ActFailed())
                raise

        self.run_worker(work, thread=True, exit_on_error=False, name="paper")

    def _decide(self, job_id: str, decision: Decision) -> str:
        by = self._hall.queue.actor or self._hall.queue.terminal
        job = self._hall.slips.decide(job_id, decision, by)
        return self.say(
            f"desk.paper_did_{decision}", what=_name(job), copy=job.copy, printer=job.printer
        )

    def _sheet(self) -> str:
        job = self._hall.papers.day_sheet()
        return self.say("desk.paper_did_print", printer=job.printer)

    def _slip(self, text: str | None) -> None:
        if text is not None:
            self._do(partial(self._give_slip, text))

    def _give_slip(self, text: str) -> str:
        job = self._hall.papers.desk_slip(self._window, text)
        return self.say("desk.paper_did_print", printer=job.printer)

    @on(PaperAsked)
    def _say_what(self, event: PaperAsked) -> None:
        self._tell(event.text)
        self.show_hall()

    @on(PaperRefused)
    def _say_why(self, event: PaperRefused) -> None:
        why = instead(self._hall, event.refusal, "desk")
        self._tell(f"! {refused_in_words(why, self._language)}")

    def on_act_failed(self, _: ActFailed) -> None:
        self._tell(f"! {self.say('desk.failed')}")

    def _tell(self, text: str) -> None:
        self.query_one("#paper-said", Static).update(text)


def _name(job: Job) -> str:
    return job.fields.get("number", job.about)


def _possible(job: Job | None) -> set[str]:
    """What the hall would do with a job: nothing with one that is being printed."""
    if job is None:
        return set()
    if job.doubtful:
        return {"reprint", "came_out", "cancel"}
    return {"cancel"} if job.state is JobState.QUEUED else set()
