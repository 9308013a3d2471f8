// Where the names of cells go on a map: inside their cell and inside the view, none over another or under a button.

const STEPS = 8; // points tried across and down a cell when its own label point is taken
const HALF_HEIGHT = 9;
const GAP = 3;

/** Return the shapes that can be named, each with the point of the map's box where its name goes, and whether it
 * had to leave the cell's own label point. Small cells first. */
export function placeNames(map, box, shapes) {
  const view = box.getBoundingClientRect();
  const taken = [...box.parentElement.querySelectorAll("button, .leaflet-bar")].map((control) => control.getBoundingClientRect())
    .filter(({ width }) => width)
    .map(({ left, right, top, bottom }) => ({ left: left - view.left, right: right - view.left, top: top - view.top, bottom: bottom - view.top }));
  const { measure } = pen(box);
  const sized = shapes.map((shape) => ({ shape, seen: seenOf(map, shape, view) })).filter(({ seen }) => seen);
  sized.sort((one, other) => area(one.seen) - area(other.seen));
  return sized.flatMap(({ shape, seen }) => {
    const half = measure(shape.feature.properties.label) / 2 + GAP;
    const fits = ({ x, y }) => x - half >= 0 && x + half <= view.width && y - HALF_HEIGHT >= 0 && y + HALF_HEIGHT <= view.height
      && !taken.some((other) => x - half < other.right && x + half > other.left && y - HALF_HEIGHT < other.bottom && y + HALF_HEIGHT > other.top);
    const places = candidates(map, shape, seen);
    const point = places.find(fits);
    if (!point) return [];
    taken.push({ left: point.x - half, right: point.x + half, top: point.y - HALF_HEIGHT, bottom: point.y + HALF_HEIGHT });
    return [{ shape, point, isMoved: point !== places[0] }];
  });
}

// The part of a cell's frame that is in view, in pixels.
function seenOf(map, shape, view) {
  const bounds = shape.getBounds();
  const [high, low] = [map.latLngToContainerPoint(bounds.getNorthWest()), map.latLngToContainerPoint(bounds.getSouthEast())];
  const seen = { left: Math.max(high.x, 0), right: Math.min(low.x, view.width), top: Math.max(high.y, 0), bottom: Math.min(low.y, view.height) };
  return seen.left < seen.right && seen.top < seen.bottom ? seen : null;
}

const area = ({ left, right, top, bottom }) => (right - left) * (bottom - top);

// The label point first, then the points inside the cell by how near they are to it.
function candidates(map, shape, seen) {
  const [lng, lat] = shape.feature.properties.label_point;
  const best = map.latLngToContainerPoint([lat, lng]);
  const points = [];
  for (let row = 1; row < STEPS; row += 1) {
    for (let column = 1; column < STEPS; column += 1) {
      const point = { x: seen.left + ((seen.right - seen.left) * column) / STEPS, y: seen.top + ((seen.bottom - seen.top) * row) / STEPS };
      if (holds(shape.feature.geometry, map.containerPointToLatLng([point.x, point.y]))) points.push(point);
    }
  }
  const away = (point) => Math.hypot(point.x - best.x, point.y - best.y);
  return [best, ...points.sort((one, other) => away(one) - away(other))];
}

// Whether a geometry holds a point: an odd number of borders lie to its right; holes count like any border.
function holds({ type, coordinates }, { lng, lat }) {
  let inside = false;
  for (const ring of type === "Polygon" ? coordinates : coordinates.flat()) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [[x, y], [u, v]] = [ring[at], ring[before]];
      if (y > lat !== v > lat && lng < ((u - x) * (lat - y)) / (v - y) + x) inside = !inside;
    }
  }
  return inside;
}

function pen(box) {
  const style = getComputedStyle(box);
  const context = document.createElement("canvas").getContext("2d");
  context.font = `${parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8125}px ${style.fontFamily}`; // the size of .cell-name
  return { measure: (words) => context.measureText(words).width };
}
