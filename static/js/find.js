// Where am I? The browser's own position leads to the page of the grid there.
const button = document.querySelector("[data-locate]");
const failed = document.querySelector("[data-locate-failed]");
const fail = () => { failed.hidden = false; };
const locate = () => {
  failed.hidden = true;
  if (!navigator.geolocation) return fail();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => location.assign(`${button.dataset.url}?lng=${coords.longitude.toFixed(6)}&lat=${coords.latitude.toFixed(6)}`),
    fail,
    { enableHighAccuracy: true, timeout: 10000 },
  );
};
button.hidden = false;
button.addEventListener("click", locate);
if (new URLSearchParams(location.search).has("here")) locate();
