// The map without tiles: outlines of our own, loaded level by level. A tap goes one level closer: district, street, and
// among the communities of a street it says: here it is.
import { placeNames } from "./names.js";

const PIN = '<svg viewBox="0 0 34 44" width="34" height="44"><path d="M17 1.5c8.6 0 15.5 6.8 15.5 15.2C32.5 28 17 42.5 17 42.5S1.5 28 1.5 16.7C1.5 8.3 8.4 1.5 17 1.5z"/><circle cx="17" cy="16.5" r="5.5"/></svg>';
const LEVELS = ["district", "street", "community", "unit"];

function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

export async function open(box, { leaflet, styles, outlines, at, pick, up }) {
  await Promise.all([load("link", { rel: "stylesheet", href: styles }), load("script", { src: leaflet })]);
  const L = window.L;
  const map = L.map(box, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 8, maxZoom: 17 }).setView([34.75, 113.65], 9);
  L.control.zoom({ position: "topleft" }).addTo(map);
  const layers = [];
  const known = new Map();
  let pin = null;
  let here = []; // codes from the district down to what the map shows the parts of

  const url = (code) => outlines.replace("city", code);
  async function features(code) {
    if (!known.has(code)) {
      const answer = await fetch(url(code));
      known.set(code, answer.ok ? await answer.json() : { type: "FeatureCollection", features: [] });
    }
    return known.get(code);
  }

  function draw(level, data, lit) {
    dropBelow(level);
    layers[level] = L.geoJSON(data, {
      style: ({ properties }) => ({ className: `cell ${LEVELS[level]}${properties.code === lit ? " lit" : ""}`, weight: [1.5, 2, 3, 2][level] }),
      onEachFeature: ({ properties }, shape) => {
        const name = L.divIcon({ className: `cell-name${level === LEVELS.length - 1 ? " own" : ""}`, html: "", iconSize: null });
        shape.label = L.marker([0, 0], { icon: name, interactive: false, keyboard: false });
        shape.isLit = properties.code === lit;
      },
    }).addTo(map);
  }

  function dropBelow(level) {
    layers.splice(level).forEach((layer) => { layer.eachLayer((shape) => shape.label.remove()); layer.remove(); });
  }

  // Names for the deepest level, and for the neighbours around third-level grids.
  function nameCells() {
    layers.forEach((layer) => layer.eachLayer((shape) => shape.label.remove()));
    const named = layers.slice(Math.min(LEVELS.length - 2, layers.length - 1)).reverse()
      .flatMap((layer, above) => layer.getLayers().filter((shape) => !(above && shape.isLit)));
    for (const { shape, point, isMoved } of placeNames(map, box, named)) {
      const words = Object.assign(document.createElement("span"), { textContent: shape.feature.properties.label });
      const name = shape.label.setLatLng(map.containerPointToLatLng(point)).addTo(map).getElement();
      name.replaceChildren(words); // Leaflet moves the outer element, the inner one is centred
      name.toggleAttribute("data-moved", isMoved);
    }
  }
  map.on("moveend", nameCells);

  async function show(path, point) {
    let target = layers[0];
    dropBelow(Math.max(1, path.length));
    for (let level = 0; level < path.length; level += 1) {
      if (level) draw(level, await features(path[level - 1]), path[level]);
      layers[level].eachLayer((shape) => { if (shape.feature.properties.code === path[level]) target = shape; });
    }
    if (path.length && path.length < LEVELS.length) draw(path.length, await features(path.at(-1)), "");
    here = path;
    if (!path.length && document.activeElement === up) box.focus(); // not lost with the button
    up.hidden = !path.length;
    pin?.remove();
    pin = point && L.marker(point, { interactive: false, keyboard: false, icon: L.divIcon({ className: "pin", html: PIN, iconSize: [34, 44], iconAnchor: [17, 42] }) }).addTo(map);
    const parent = path.length === LEVELS.length ? layers[3] : target;
    if (parent.getBounds().isValid()) map.fitBounds(parent.getBounds().pad([0.02, 0.1, 0.1, 0.3, 0.3][path.length]), { animate: false });
    layers.at(-1).eachLayer((shape) => { if (shape.feature.properties.code === path.at(-1)) shape.bringToFront(); });
    nameCells();
  }

  map.on("click", async ({ latlng }) => {
    const [lat, lng] = [latlng.lat.toFixed(6), latlng.lng.toFixed(6)];
    if (layers.length > 2) return pick(lat, lng);
    const answer = await fetch(`${at}?lng=${lng}&lat=${lat}`);
    const path = answer.ok ? (await answer.json()).path.map((grid) => grid.code) : [];
    const closer = here.length && path[0] === here[0] ? 2 : 1;
    return path.length ? show(path.slice(0, closer), null) : pick(lat, lng);
  });
  up.addEventListener("click", () => show(here.slice(0, here.length === LEVELS.length ? -2 : -1), null)); // the last two show the same cells

  draw(0, await features("city"), "");
  await show([], null);
  return { show };
}
