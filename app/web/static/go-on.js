// Presses the one button of a page that only hands on what the person has done already elsewhere.
document.querySelector("form.go-on").requestSubmit();
