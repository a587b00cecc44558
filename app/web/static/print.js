// The button that prints the page; without script it is not there.
document.documentElement.classList.add("has-script");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
