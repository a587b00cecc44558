// The button that prints the page. Without script it is not there; the browser's own menu prints as well.
document.documentElement.classList.add("has-script");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
