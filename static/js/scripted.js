// Runs before the page is drawn, so that nothing jumps: the styles of a page with scripts apply from the start.
document.documentElement.classList.add("scripted");
