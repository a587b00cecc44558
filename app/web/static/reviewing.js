// The keys of the review: 0 to 4 choose a level, A accepts, N goes to the next. Everything works without them.
(() => {
  const cards = [...document.querySelectorAll("article.reviewed")];
  let current = null;
  const isTyping = (target) => target.matches("textarea, select, input:not([type='radio'], [type='checkbox'])");

  document.addEventListener("focusin", (event) => {
    current = event.target.closest("article.reviewed") ?? current;
  });

  const next = () => {
    const following = cards[cards.indexOf(current) + 1];
    if (following) following.focus();
    else document.querySelector("[data-next]")?.focus();
  };

  // Where a reason is wanted, the keyboard is already there
  const choose = (mark) => {
    current ??= cards[0];
    const option = current?.querySelector(mark);
    if (!option) return;
    option.click();
    (option.matches(".differs") ? current.querySelector('[name="reason"]:checked, [name="reason"]') : current).focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "n") next();
    else if (key === "a") choose("[data-accept]");
    else if (/^[0-4]$/.test(key)) choose(`[data-level="${key}"]`);
    else return;
    event.preventDefault();
  });
})();
