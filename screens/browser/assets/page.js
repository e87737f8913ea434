// Before textual.js: what it draws with, and everything a browser does that a hall machine must not.
"use strict";

const FAMILY = '"Hall", "Hall Han", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace';

/** textual.js's client (its terminal, fit(), socket), from the moment it has one. */
const hall = { client: null, get terminal() { return this.client && this.client.terminal; } };
window.hall = hall;

// textual.js keeps its client to itself and has no setting for the font. The client is met where
// it puts down its first add-on: after the terminal is made, before it is shown.
Object.defineProperty(Object.prototype, "fitAddon", {
  configurable: true,
  set(addon) {
    delete Object.prototype.fitAddon;
    this.fitAddon = addon;
    hall.client = this;
    this.terminal.options.fontFamily = FAMILY;
    this.terminal.onBell(chime);
  },
});

// A web address shown on a screen is text: xterm.js would make it a link that opens a window.
window.open = () => null;
window.confirm = () => false;

const refuse = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};
for (const kind of ["contextmenu", "dragstart", "dragover", "drop", "gesturestart", "auxclick"]) {
  window.addEventListener(kind, refuse, { capture: true });
}
// Other buttons paste and open menus; Shift lets xterm.js select text.
for (const kind of ["mousedown", "mouseup"]) {
  window.addEventListener(kind, (event) => {
    if (event.button !== 0 || event.shiftKey) refuse(event);
  }, { capture: true });
}
window.addEventListener("wheel", (event) => event.ctrlKey && refuse(event), {
  capture: true,
  passive: false,
});
window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && "+-=0".includes(event.key)) refuse(event);
}, { capture: true });

// A browser makes a click of a short touch only; a slow finger gets a menu instead. Here every
// touch is a press where it begins and a release where it ends, however long it lasts.
let finger = null;
function touched(event) {
  event.preventDefault();
  const touch = [...event.changedTouches].find((one) => finger === null || one.identifier === finger);
  if (!touch) return;
  const began = event.type === "touchstart";
  if (began === (finger !== null)) return;
  finger = began ? touch.identifier : null;
  const at = document.elementFromPoint(touch.clientX, touch.clientY) || document.body;
  at.dispatchEvent(new MouseEvent(began ? "mousedown" : "mouseup", {
    bubbles: true,
    cancelable: true,
    view: window,
    button: 0,
    buttons: began ? 1 : 0,
    detail: 1,
    clientX: touch.clientX,
    clientY: touch.clientY,
  }));
  if (began) hall.terminal?.focus();
}
for (const kind of ["touchstart", "touchend", "touchcancel"]) {
  window.addEventListener(kind, touched, { capture: true, passive: false });
}
window.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });

/** The bell of a terminal: two soft tones, where the browser may sound without a touch. */
function chime() {
  const audio = (chime.audio ??= new AudioContext());
  [660, 880].forEach((pitch, n) => {
    const tone = audio.createOscillator(), loud = audio.createGain();
    const start = audio.currentTime + n * 0.18;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.2, start);
    loud.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    tone.connect(loud).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.5);
  });
}
