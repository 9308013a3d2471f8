// The map without tiles: outlines of our own, loaded level by level. First tap: closer. Second tap: here it is.

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

export async function open(box, { leaflet, styles, outlines, at, pick }) {
  await Promise.all([load("link", { rel: "stylesheet", href: styles }), load("script", { src: leaflet })]);
  const L = window.L;
  const map = L.map(box, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 8, maxZoom: 17 }).setView([34.75, 113.65], 9);
  L.control.zoom({ position: "topleft" }).addTo(map);
  const layers = [];
  const known = new Map();
  let pin = null;

  const url = (code) => outlines.replace("city", code);
  async function features(code) {
    if (!known.has(code)) {
      const answer = await fetch(url(code));
      known.set(code, answer.ok ? await answer.json() : { type: "FeatureCollection", features: [] });
    }
    return known.get(code);
  }

  function draw(level, data, lit) {
    layers.splice(level).forEach((layer) => { eachLabel(layer, (label) => label.remove()); layer.remove(); });
    layers[level] = L.geoJSON(data, {
      style: ({ properties }) => ({ className: `cell ${LEVELS[level]}${properties.code === lit ? " lit" : ""}`, weight: [1.5, 2, 3, 2][level] }),
      onEachFeature: ({ properties }, shape) => {
        const [lng, lat] = properties.label_point;
        const name = L.divIcon({ className: `cell-name${level === 3 ? " own" : ""}`, html: "", iconSize: null });
        shape.label = L.marker([lat, lng], { icon: name, interactive: false, keyboard: false });
        shape.words = properties.label;
        shape.isLit = properties.code === lit;
      },
    }).addTo(map);
    nameCells();
  }

  function eachLabel(layer, act) {
    layer.eachLayer((shape) => act(shape.label, shape));
  }

  // Names for the deepest level, and for the neighbours around third-level grids; a name that would cover another is left out.
  function nameCells() {
    const taken = [];
    layers.forEach((layer) => eachLabel(layer, (label) => label.remove()));
    layers.slice(Math.min(2, layers.length - 1)).reverse().forEach((layer, below) => eachLabel(layer, (label, shape) => {
      if (below && shape.isLit) return;
      const { x, y } = map.latLngToContainerPoint(label.getLatLng());
      const half = shape.words.length * 7;
      const box = { left: x - half, right: x + half, top: y - 10, bottom: y + 10 };
      if (taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) return;
      taken.push(box);
      const words = Object.assign(document.createElement("span"), { textContent: shape.words });
      label.addTo(map).getElement().replaceChildren(words); // Leaflet moves the outer element, the inner one is centred
    }));
  }
  map.on("zoomend", nameCells);

  async function show(path, point) {
    let target = layers[0];
    for (let level = 0; level < path.length; level += 1) {
      if (level) draw(level, await features(path[level - 1]), path[level]);
      layers[level].eachLayer((shape) => { if (shape.feature.properties.code === path[level]) target = shape; });
    }
    if (path.length && path.length < LEVELS.length) draw(path.length, await features(path.at(-1)), "");
    const parent = path.length === LEVELS.length ? layers[3] : target;
    if (parent.getBounds().isValid()) map.fitBounds(parent.getBounds().pad(0.3), { animate: false });
    layers.at(-1).eachLayer((shape) => { if (shape.feature.properties.code === path.at(-1)) shape.bringToFront(); });
    pin?.remove();
    pin = point && L.marker(point, { interactive: false, keyboard: false, icon: L.divIcon({ className: "pin", html: PIN, iconSize: [34, 44], iconAnchor: [17, 42] }) }).addTo(map);
  }

  map.on("click", async ({ latlng }) => {
    const [lat, lng] = [latlng.lat.toFixed(6), latlng.lng.toFixed(6)];
    if (layers.length > 2) return pick(lat, lng);
    const answer = await fetch(`${at}?lng=${lng}&lat=${lat}`);
    const path = answer.ok ? (await answer.json()).path.map((grid) => grid.code) : [];
    return path.length ? show(path.slice(0, 2), null) : pick(lat, lng);
  });

  draw(0, await features("city"), "");
  map.fitBounds(layers[0].getBounds(), { animate: false });
  return { show };
}
