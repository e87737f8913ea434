"""The same desk on paper: what the rules say of a request, without the program's own table."""

from __future__ import annotations

from dataclasses import dataclass, field

CLERKS, HEADS = {"007", "008"}, {"001", "002"}
MISSING = ("居民身份证", "户口簿", "房产证、租赁合同或购房合同")


class No(Exception):
    """The desk says no, with this word."""


@dataclass
class Folder:
    """One request as a folder on the desk."""

    state: str
    missing: list[str]
    touched: set[str] = field(default_factory=set)
    asked: bool = False
    extended: bool = False
    visited: bool = False
    certificate: int | None = None
    void: bool = False
    owner: bool = True
    """Whether anything of the resident is still in it."""


class PaperDesk:
    """Folders by number; certificates are counted."""

    def __init__(self) -> None:
        self.folders: list[Folder] = []
        self.issued = 0

    def request(self, has: list[str] | None) -> None:
        missing = [] if has is None else [name for name in MISSING if name not in has]
        self.folders.append(Folder("missing" if missing else "received", missing))

    def act(self, what: str, n: int, who: str, names: list[str]) -> None:
        """Do it, or say no; ``names`` are papers for what asks for some."""
        if who not in CLERKS | HEADS:
            raise No("not_allowed")
        if what == "approve" and who not in HEADS:
            raise No("not_allowed")
        folder = self.folders[n]
        allowed = {
            "ask": folder.state in ("received", "missing", "verified"),
            "brought": folder.state == "missing",
            "send_to_grid": folder.state == "received",
            "verified": folder.state == "with_grid",
            "review": folder.state in ("received", "verified"),
            "approve": folder.state == "reviewed",
            "issue": folder.state == "approved",
            "hand_over": folder.state == "issued",
            "full": folder.state != "withdrawn",
        }
        undecided = folder.state in (
            "received", "missing", "with_grid", "verified", "reviewed", "approved"
        )  # fmt: skip
        fits = allowed.get(what, undecided)
        if what == "correct":
            fits = undecided or folder.state == "refused"
        if what == "void":
            if folder.certificate is None:
                raise No("unknown_certificate")
            if folder.void:
                raise No("certificate_void")
            fits = True
        if not fits:
            raise No("wrong_request_state")
        getattr(self, f"_{what}")(folder, who, names)
        if what not in ("approve", "extend", "void", "full"):
            folder.touched.add(who)

    def _ask(self, folder: Folder, _: str, names: list[str]) -> None:
        if folder.asked:
            raise No("asked_already")
        folder.asked, folder.state = True, "missing"
        folder.missing += [name for name in names if name not in folder.missing]

    def _brought(self, folder: Folder, _: str, names: list[str]) -> None:
        if any(name not in folder.missing for name in names):
            raise No("unknown_material")
        folder.missing = [name for name in folder.missing if name not in names]
        if not folder.missing:
            folder.state = "verified" if folder.visited else "received"

    def _send_to_grid(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.state = "with_grid"

    def _verified(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.state, folder.visited = "verified", True

    def _review(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.state = "reviewed"

    def _approve(self, folder: Folder, who: str, _: list[str]) -> None:
        if who in folder.touched:
            raise No("second_person_needed")
        folder.state = "approved"

    def _refuse(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.state = "refused"

    def _withdraw(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.state, folder.owner = "withdrawn", False

    def _extend(self, folder: Folder, _: str, __: list[str]) -> None:
        if folder.extended:
            raise No("extended_already")
        folder.extended = True

    def _correct(self, folder: Folder, _: str, __: list[str]) -> None:
        if folder.state in ("reviewed", "approved"):
            folder.state = "verified" if folder.visited else "received"

    def _issue(self, folder: Folder, _: str, __: list[str]) -> None:
        self.issued += 1
        folder.state, folder.certificate = "issued", self.issued

    def _hand_over(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.state = "handed_over"

    def _void(self, folder: Folder, _: str, __: list[str]) -> None:
        folder.void = True
        if folder.state == "issued":
            folder.state = "void"

    def _full(self, folder: Folder, who: str, _: list[str]) -> None:
        if who in CLERKS:
            if folder.touched and who not in folder.touched:
                raise No("not_yours")
            if folder.state not in ("handed_over", "refused", "void"):
                folder.touched.add(who)
