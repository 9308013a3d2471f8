// Photos chosen but not sent yet, in this browser's own databases: one for reports, one for the staff's desk. As bytes:
// older phones lose files that are kept as they are.

const STORE = "photos";
const REPORT = "report-draft";
const DESK = "desk-photos";
const LONGEST = 7 * 24 * 3600 * 1000;

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(name, mode, act) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  try {
    const asked = act(database.transaction(STORE, mode).objectStore(STORE));
    return await (asked instanceof Promise ? asked : done(asked));
  } finally {
    database.close();
  }
}

async function asBytes(files) {
  return Promise.all(files.map(async (file) => ({ name: file.name, type: file.type, bytes: await new Response(file).arrayBuffer() })));
}

function asFiles(photos) {
  return photos.map(({ name, type, bytes }) => new File([bytes], name, { type }));
}

// --- of a report: one draft a browser -------------------------------------------------------------------------------
// Keep these files in their order, in place of all others; say whether that worked.
export async function keepPhotos(files) {
  try {
    const photos = await asBytes(files);
    await store(REPORT, "readwrite", (kept) => kept.put(photos, REPORT));
    return true;
  } catch {
    return false; // full or switched off
  }
}

export async function keptPhotos() {
  try {
    return asFiles((await store(REPORT, "readonly", (kept) => kept.get(REPORT))) ?? []);
  } catch {
    return [];
  }
}

export async function forgetPhotos() {
  try { await store(REPORT, "readwrite", (kept) => kept.clear()); } catch { /* nothing was kept */ }
}

// --- of the desk: by person, case, action and field, for seven days at most; logging out deletes the database -------
export async function keepDeskPhotos(key, files) {
  if (!files.length) return forgetDeskPhotos(key);
  try {
    const photos = await asBytes(files);
    await store(DESK, "readwrite", (kept) => kept.put({ at: Date.now(), photos }, key));
  } catch { /* full or switched off */ }
}

export async function keptDeskPhotos(key) {
  try {
    const found = await store(DESK, "readonly", (kept) => kept.get(key));
    if (found?.at > Date.now() - LONGEST) return asFiles(found.photos);
    if (found) await forgetDeskPhotos(key);
  } catch { /* nothing was kept */ }
  return [];
}

// Those of forms that nobody opened again.
export async function forgetOldDeskPhotos() {
  try {
    await store(DESK, "readwrite", (kept) => new Promise((resolve, reject) => {
      const asking = kept.openCursor();
      asking.onerror = () => reject(asking.error);
      asking.onsuccess = () => {
        const found = asking.result;
        if (!found) return resolve();
        if (!(found.value.at > Date.now() - LONGEST)) found.delete();
        found.continue();
      };
    }));
  } catch { /* nothing was kept */ }
}

export async function forgetDeskPhotos(key) {
  try { await store(DESK, "readwrite", (kept) => kept.delete(key)); } catch { /* nothing was kept */ }
}
