// The photos of a draft, in this browser's own database. As bytes: older phones lose files that are kept as they are.

const NAME = "report-draft";
const STORE = "photos";

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode, act) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  try {
    return await done(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

// Keep these files in their order, in place of all others; say whether that worked.
export async function keepPhotos(files) {
  try {
    const photos = await Promise.all(files.map(async (file) => ({ name: file.name, type: file.type, bytes: await new Response(file).arrayBuffer() })));
    await store("readwrite", (photosKept) => photosKept.put(photos, NAME));
    return true;
  } catch {
    return false; // full or switched off
  }
}

export async function keptPhotos() {
  try {
    const photos = await store("readonly", (photosKept) => photosKept.get(NAME));
    return (photos ?? []).map(({ name, type, bytes }) => new File([bytes], name, { type }));
  } catch {
    return [];
  }
}

export async function forgetPhotos() {
  try { await store("readwrite", (photosKept) => photosKept.clear()); } catch { /* nothing was kept */ }
}
