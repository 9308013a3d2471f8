"""How long the report form takes to be usable on an old phone with slow 3G: python -m bench.slow_phone ADDRESS.

Chrome's own emulation: 400 kbit/s down, 200 kbit/s up, 400 ms round trip, a processor four times slower, nothing in
the cache. Prints each answer with its bytes on the line, and the moment when the form can be filled in.
"""

import sys

from playwright.sync_api import sync_playwright

from tests import chromium

DOWN, UP, ROUND_TRIP_MS, SLOWER = 400_000 / 8, 200_000 / 8, 400, 4
ROUNDS = 3


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        for number in range(ROUNDS):
            ready, answers = load(browser, address)
            if number == 0:
                for url, size in answers:
                    print(f"{size:>9,} B  {url}")
            total = sum(size for _url, size in answers)
            print(f"{len(answers)} answers, {total:,} B, usable after {ready / 1000:.1f} s")
        browser.close()


def load(browser, address: str) -> tuple[float, list[tuple[str, int]]]:
    """Return the milliseconds until the form listens, and each answer with its bytes on the line, head included."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    slow = {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": DOWN, "uploadThroughput": UP}
    line.send("Network.emulateNetworkConditions", slow)
    urls, sizes = {}, {}
    line.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))
    line.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(address, wait_until="commit", timeout=60_000)
    page.wait_for_selector("[data-next]:visible", timeout=60_000)
    ready = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    answers = [(url, int(sizes.get(number, 0))) for number, url in urls.items() if url.startswith("http")]
    context.close()
    return ready, answers


if __name__ == "__main__":
    main(sys.argv[1])
