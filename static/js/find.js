// Where am I? The browser's own position, or a tap on the map, leads to the page of the grid there.
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

const block = document.querySelector("[data-map-block]");
const box = block.querySelector("[data-map]");
const openMap = async () => {
  const { mapModule, leaflet, mapCss, mapUrl, atUrl, findUrl } = block.dataset;
  const { open } = await import(mapModule);
  box.replaceChildren();
  const pick = (lat, lng) => location.assign(`${findUrl}?lng=${lng}&lat=${lat}`);
  await open(box, { leaflet, styles: mapCss, outlines: mapUrl, at: atUrl, pick, up: block.querySelector("[data-map-up]") });
  box.focus({ preventScroll: true }); // the button that had it is gone
};
block.hidden = false;
block.querySelector("[data-map-open]").addEventListener("click", openMap);
