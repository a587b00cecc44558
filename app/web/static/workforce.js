// A table of numbers works as a spreadsheet does: arrows and Enter go from cell to cell, and a block is pasted into them
(() => {
  const grid = document.querySelector(".grid");
  const rows = () => [...grid.rows].map((row) => [...row.querySelectorAll("input")]).filter((row) => row.length);
  const place = (field) => {
    const all = rows();
    const at = all.findIndex((row) => row.includes(field));
    return [all, at, all[at].indexOf(field)];
  };
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  grid.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const step = STEPS[key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const [down, right] = step;
    const { selectionStart, selectionEnd, value } = target;
    const isWhole = selectionStart === 0 && selectionEnd === value.length;
    if (right && !isWhole && (right < 0 ? selectionEnd > 0 : selectionStart < value.length)) return; // within the number
    const [all, row, column] = place(target);
    const back = document.dir === "rtl" ? -right : right;
    const next = all[row + (event.shiftKey && key === "Enter" ? -down : down)]?.[column + back];
    event.preventDefault();
    next?.focus();
    next?.select();
  });

  // Totals and checks are the server's: they come with the save
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [all, row, column] = place(event.target);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((part, right) => {
      const field = all[row + down]?.[column + right];
      if (field) field.value = part.trim();
    }));
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
