// On a narrow screen the picture begins where the case stands, or at the usual way down the middle.
const frame = document.querySelector(".flow-scroll");
const box = frame.querySelector(".flow-box.now rect") ?? frame.querySelector(".flow");
const spot = box.getBoundingClientRect();
frame.scrollLeft += spot.left + spot.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;
