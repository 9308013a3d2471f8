"""What somebody sees whose address is wrong: readable on a phone, in both languages, without a breach of the CSP."""

import pytest


@pytest.mark.parametrize("width", [360, 1440])
def test_a_wrong_address_is_answered_readably(city_site, open_page, keep_picture, width):
    page, complaints = open_page(width=width), []
    page.on("console", lambda message: complaints.append(message.text))

    answer = page.goto(f"{city_site}/no-such-page/")

    assert answer.status == 404
    assert page.get_by_role("heading", name="没有找到这个页面").is_visible()
    assert page.get_by_role("heading", name="Page not found").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"  # the style sheet was let in
    assert [text for text in complaints if "404" not in text] == []
    keep_picture(page, f"not-found-{width}")
