// After textual.js: begin when the fonts are there, keep the size right, come back when it ends.
"use strict";

const element = () => document.querySelector(".textual-terminal");
const SHORT = 10000; // a program that lived less than these milliseconds may be failing again and again

/** The largest letters with which the window still shows the columns and rows asked for. */
function fontSize() {
  const { fontSize: asked, columns, rows } = element().dataset;
  if (asked > 0) return Number(asked);
  const probe = document.createElement("span");
  probe.style.cssText = `position:absolute;visibility:hidden;font:100px ${FAMILY}`;
  probe.textContent = "W".repeat(10);
  document.body.append(probe);
  const box = probe.getBoundingClientRect();
  probe.remove();
  const wide = (innerWidth / columns) / (box.width / 1000);
  const high = (innerHeight / rows) / (box.height / 100);
  return Math.max(8, Math.floor(Math.min(wide, high) * 2) / 2);
}

/** xterm.js rounds a letter's box up: step down until the columns and rows are there. */
function fit() {
  const { columns, rows, fontSize: asked } = element().dataset;
  let size = fontSize();
  hall.terminal.options.fontSize = size;
  hall.client.fit();
  while (!(asked > 0) && size > 8 && (hall.terminal.cols < columns || hall.terminal.rows < rows)) {
    hall.terminal.options.fontSize = size -= 0.5;
    hall.client.fit();
  }
}

/** What is left of the window below and beside the cells has the colour of the last of them. */
function paintMargin() {
  const { buffer, rows } = hall.terminal;
  const cell = buffer.active.getLine(buffer.active.viewportY + rows - 1)?.getCell(0);
  if (!cell?.isBgRGB()) return;
  const colour = `#${cell.getBgColor().toString(16).padStart(6, "0")}`;
  if (paintMargin.colour !== colour) document.body.style.background = paintMargin.colour = colour;
}

const begin = window.onload;
window.onload = async () => {
  const fonts = ["Hall", "Hall Han"].map((name) => document.fonts.load(`16px "${name}"`, "A中"));
  await Promise.race([Promise.allSettled(fonts), new Promise((done) => setTimeout(done, 3000))]);
  const box = element();
  box.dataset.sessionWebsocketUrl =
    `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
  const asked = box.dataset.fontSize;
  box.dataset.fontSize = fontSize();
  begin();
  box.dataset.fontSize = asked;
  window.onresize = fit;
  // A new size and a new focus are told to the program at once: not before it can hear.
  hall.client.socket.addEventListener("open", () => {
    fit();
    hall.terminal.focus();
  });
  hall.terminal.onRender(paintMargin);
  window.addEventListener("focus", () => hall.terminal.focus());
};

// The program ended, or the server did: look until it answers, sooner at first, then load anew.
const began = Date.now();
async function comeBack() {
  const failures = Date.now() - began < SHORT ? Number(sessionStorage.failures || 0) + 1 : 0;
  sessionStorage.failures = failures;
  for (let wait = 100 * 2 ** Math.min(failures, 6); ; wait = Math.min(wait * 2, 5000)) {
    await new Promise((done) => setTimeout(done, wait));
    try {
      await (await fetch("/", { cache: "no-store" })).text();
    } catch {
      continue;
    }
    location.reload();
    return;
  }
}
new MutationObserver((_, watch) => {
  if (!document.body.classList.contains("-closed")) return;
  watch.disconnect();
  comeBack();
}).observe(document.documentElement, { subtree: true, attributeFilter: ["class"] });
