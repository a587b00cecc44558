// Autosave: what htmx cannot know by itself. Without it every form works by its button.
(() => {
  const fields = (form) => new URLSearchParams(new FormData(form));
  const typed = (body) => {
    const all = new URLSearchParams(body);
    for (const name of ["revision", "over", "form_token", "items"]) all.delete(name);
    return all.toString();
  };
  const mark = (form, state) => { form.dataset.state = state; };
  const save = (form) => form.dispatchEvent(new Event("change", { bubbles: true }));
  const stateOf = (form) => form.querySelector(".state");
  const KEPT = "form:is(.autosave, .draft)"; // typed text must not get lost there; a draft goes out by its button

  const clocks = (root) => {
    for (const shown of root.querySelectorAll("time > [data-clock]")) {
      const at = new Date(shown.parentElement.dateTime);
      const now = new Date();
      const day = at.toDateString() === now.toDateString() ? {} : { day: "numeric", month: "long" };
      const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
      const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...day, ...year };
      const language = document.documentElement.lang;
      shown.textContent = at.toLocaleString(language === "en" ? "en-GB" : language, form);
    }
  };

  // Under the last reference there is always an empty field, while an answer may have more
  const grow = (field) => {
    const all = field.form.querySelectorAll('[name="evidence"]');
    const most = Number(field.closest("[data-most]").dataset.most);
    if (!field.value || field !== all[all.length - 1] || all.length >= most) return;
    const empty = field.cloneNode();
    empty.value = "";
    field.after(empty);
  };

  // Begun and not yet to be judged: a reason in view is empty. It goes out once it is there, or when the person leaves
  const isUnfinished = (form) => [...form.querySelectorAll("[data-finish]")].some((field) => field.checkVisibility()
    && !(field.type === "radio" ? form.querySelector(`[name="${field.name}"]:checked`) : field.value.trim()));

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.(KEPT);
    if (!form) return;
    mark(form, "changed");
    if (event.target.name === "evidence") grow(event.target);
  });

  // A save whose answer never came may be stored: it goes out again as it was, or a newer one would conflict with it
  const unconfirmed = new WeakMap();

  // A queued save goes out with what is on the screen now, and with the revision that the save before it brought
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement.closest("form.autosave");
    if (!form || ctx.request.method !== "PUT") return;
    const { submitter } = ctx.request;
    // A button under the pointer must not be swapped away before it is released; its own click sends everything
    if (!submitter && stateOf(form).querySelector(":active")) return event.preventDefault();
    if (!submitter && !unconfirmed.has(form) && form.contains(document.activeElement) && isUnfinished(form)) {
      mark(form, "unfinished");
      return event.preventDefault();
    }
    const body = unconfirmed.get(form) ?? fields(form);
    if (submitter?.name && !unconfirmed.has(form)) body.set(submitter.name, submitter.value);
    ctx.request.body = body;
    mark(form, "saving");
  });

  // The field is emptied only of what was posted: what was typed meanwhile stays
  const posted = (form, ctx) => {
    const isPosted = ctx.response.status === 200;
    if (isPosted) stateOf(form).replaceChildren();
    if (!isPosted || new FormData(form).get("text") !== new URLSearchParams(ctx.request.body).get("text")) return;
    form.reset();
    mark(form, "sent");
  };

  // After signing in again the page has the token of the new session
  const NEW_TOKEN = "parity-form-token";
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    const token = ctx.response.headers.get(NEW_TOKEN);
    if (!token) return;
    for (const field of document.querySelectorAll('[name="form_token"]')) field.value = token;
    unconfirmed.get(ctx.sourceElement.closest("form"))?.set("form_token", token);
  });

  // "Saved" is shown only if the screen still is what was stored
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    clocks(document);
    if (ctx.sourceElement.matches("form.draft")) return posted(ctx.sourceElement, ctx);
    const form = ctx.sourceElement.closest("form.autosave");
    if (!form || ctx.request.method !== "PUT") return;
    if (ctx.response.headers.has(NEW_TOKEN)) return save(form);
    const isStored = ctx.response.status === 200;
    if (!isStored) for (const more of form.querySelectorAll(".more-fields")) more.open = true;
    const isNewest = typed(fields(form)) === typed(ctx.request.body);
    mark(form, !isStored ? "failed" : isNewest ? "saved" : "changed");
    if (unconfirmed.delete(form) && !isNewest) save(form);
  });

  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const form = target.form;
    if (form?.dataset.state === "unfinished" && !form.contains(relatedTarget)) setTimeout(() => save(form));
  });

  const fail = (event) => {
    const { sourceElement, request, response } = event.detail.ctx ?? {};
    const form = sourceElement?.closest(`${KEPT}, .attach`);
    if (!form || request.method === "GET") return;
    // 500 is the server's own word that nothing was stored
    if (request.method === "PUT" && request.body && response?.status !== 500) unconfirmed.set(form, request.body);
    stateOf(form).replaceChildren(document.getElementById(response ? "unable" : "offline").content.cloneNode(true));
    mark(form, "failed");
  };
  document.addEventListener("htmx:error", fail);
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= 500) fail(event);
  });
  addEventListener("online", () => {
    for (const form of document.querySelectorAll(KEPT)) if (unconfirmed.has(form)) save(form);
  });

  // Leaving on purpose: a plain send of the form, or a link that says so
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) mark(event.target, "sent");
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form");
    if (event.target.closest("a[data-leaves]")) mark(form, "left");
    if (event.target.closest("button[data-again]")) form.matches(".autosave") ? save(form) : form.requestSubmit();
  });

  addEventListener("beforeunload", (event) => {
    const open = document.querySelector(KEPT + "[data-state]:not([data-state=saved], [data-state=sent], [data-state=left])");
    if (open) event.preventDefault();
  });

  // N goes to the next question without an answer
  document.addEventListener("keydown", (event) => {
    const link = document.querySelector("a[data-next-open]");
    if (!link || event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const here = event.target.closest("form.question") ?? document.querySelector(":target");
    const following = [...document.querySelectorAll("form.question:not(:has([name=choice]:checked))")]
      .find((form) => !here || here.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!following) return link.click();
    following.scrollIntoView();
    following.querySelector("[name=choice]").focus({ preventScroll: true });
  });

  // What people answered before this file or htmx was there goes out once both are
  const asSent = (form) => {
    const copy = form.cloneNode(true);
    for (const field of copy.querySelectorAll("[form]")) field.remove(); // not ours
    copy.reset();
    return copy;
  };
  for (const form of document.querySelectorAll(KEPT)) {
    if (typed(fields(form)) !== typed(fields(asSent(form)))) mark(form, "changed");
  }
  document.addEventListener("htmx:after:init", ({ target }) => {
    if (target.matches("form.autosave") && target.dataset.state === "changed") save(target);
  });

  document.documentElement.classList.add("has-script");
  clocks(document);
})();
