/* Comfort only: every task works without this file. */
"use strict";
const find = (selector, within = document) => within.querySelector(selector);
const every = (selector, within = document) => within.querySelectorAll(selector);
const say = (words) => { find("#live").textContent = words; };
const bare = document.title.replace(/^Error: /, "");

/* An error summary takes the focus and the title says so; a message or a part with data-focus takes it too. */
function greet(part) {
  const errors = part.matches("#error-summary") ? part : find("#error-summary", part);
  const takes = errors || (part.matches("[data-focus]") ? part : find("[data-focus]", part));
  if (takes) takes.focus();
  if (errors) every("[data-guard]").forEach((form) => { form.dataset.changed = "yes"; });
  find(".saved", part)?.scrollIntoView({ block: "nearest" }); /* what stood above may be shorter now */
  every("[data-count]", part).forEach(count);
}

/* Characters left, told politely: the words for the eye at once, for the ear when typing pauses. */
function count(box) {
  if (box.dataset.counting) return;
  box.dataset.counting = "yes";
  const words = document.createElement("p");
  words.className = "hint count";
  box.after(words);
  let pause;
  const tell = (event) => {
    const left = Number(box.dataset.count) - box.value.length;
    const number = Math.abs(left);
    words.textContent = `${number} character${number === 1 ? "" : "s"} ${left < 0 ? "too many" : "left"}`;
    words.classList.toggle("error", left < 0);
    clearTimeout(pause);
    if (event) pause = setTimeout(() => { if (box.isConnected) say(words.textContent); }, 1500); /* a part saved meanwhile says so itself */
  };
  box.addEventListener("input", tell);
  tell();
}

/* One press, one POST. No `disabled`: it would lose the focus. htmx has its own way (data-hx-sync). */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) return event.preventDefault();
  const half = [...form.elements].find((field) => field.validity?.badInput); /* a browser sends nothing for half a day */
  if (half) { event.preventDefault(); half.reportValidity(); return; }
  form.dataset.sending = "yes";
  noteTyped(false);
  delete form.dataset.changed;
  setTimeout(() => { delete form.dataset.sending; }, 15000);
});
addEventListener("pageshow", () => every("[data-sending]").forEach((form) => { delete form.dataset.sending; }));

/* Leaving with something typed and not saved. */
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-guard]");
  if (form) form.dataset.changed = "yes";
});
addEventListener("beforeunload", (event) => { if (find("[data-guard][data-changed]")) event.preventDefault(); });

/* What was typed when the session had ended is put back after signing in, in this tab and for the same person only. */
const typedIn = () => [...every("form[method=post] textarea, form[method=post] input:not([type=hidden], [type=radio], [type=checkbox])")]
  .filter((field) => field.id && !field.readOnly && field.value !== field.defaultValue)
  .map((field) => [field.id, field.value]);
const keep = (kept) => sessionStorage.setItem("typed", JSON.stringify(kept));
const noteTyped = (isLost) => keep({ isLost, page: location.pathname, who: document.body.dataset.who, fields: typedIn() });
function putBack() {
  const kept = JSON.parse(sessionStorage.getItem("typed") || "{}");
  if (find("[data-not-saved]")) return keep({ ...kept, isLost: true });
  if (!kept.isLost) return sessionStorage.removeItem("typed");
  if (!document.body.dataset.who) return; /* on the way through sign-in */
  if (kept.who !== document.body.dataset.who) return sessionStorage.removeItem("typed");
  if (kept.page !== location.pathname) return;
  sessionStorage.removeItem("typed");
  const back = kept.fields.filter(([id]) => document.getElementById(id));
  back.forEach(([id, value]) => {
    const field = document.getElementById(id);
    field.value = value;
    field.closest("[data-guard]")?.setAttribute("data-changed", "yes");
  });
  if (back.length) banner("What you typed before you were signed out is back in its fields. It is not saved yet.");
}
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => { if (detail.xhr.status === 401) noteTyped(true); });

/* Not saved: nothing on the page has changed, so say so. A poll that fails says nothing. */
function notSaved(why) {
  banner(`Not saved: ${why}. Nothing was changed on the page. Try again.`);
}
function banner(words) {
  find("#not-saved-words").textContent = words;
  find("#not-saved").hidden = false;
  say("");
  setTimeout(() => say(words), 100);
}
const unlessPoll = (why) => (event) => { if (event.detail.requestConfig?.verb !== "get") notSaved(why(event)); };
const answered = ({ detail }) => (detail.xhr.status < 500 ? "the service could not accept it" : "something went wrong on our side");
document.addEventListener("htmx:sendError", unlessPoll(() => (navigator.onLine ? "the service could not be reached" : "you are offline")));
document.addEventListener("htmx:timeout", unlessPoll(() => "the service took too long to answer"));
document.addEventListener("htmx:responseError", unlessPoll(answered));
const hideNotSaved = () => { find("#not-saved").hidden = true; };
find("#not-saved-hide").addEventListener("click", () => { hideNotSaved(); find("#content").focus(); });

/* After a swap: htmx keeps the focus on the same id; where that is gone, the new part says who takes it. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || detail.requestConfig.verb === "get") return;
  hideNotSaved();
  document.title = detail.xhr.status < 400 ? bare : `Error: ${bare}`;
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const lost = document.activeElement === document.body;
  greet(target);
  if (lost && document.activeElement === document.body) find("[data-takes-focus]", target.parentElement || document)?.focus();
});

setInterval(() => {
  if (!document.hidden) every("[data-poll]").forEach((part) => part.dispatchEvent(new CustomEvent("poll")));
}, 60000);
greet(document.body);
putBack();
