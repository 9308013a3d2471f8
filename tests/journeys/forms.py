"""Filling a form in the browser, by the names of its fields."""

from playwright.sync_api import Locator, expect


def fill(form: Locator, answers: dict) -> None:
    """Fill the fields of a form by name: texts, choices, ticks (True), several boxes (a list), files (paths)."""
    for name, answer in answers.items():
        field = form.locator(f'[name="{name}"]')
        expect(field.first).to_be_attached()
        kind = field.first.evaluate("field => field.tagName === 'INPUT' ? field.type : field.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            for value in answer if isinstance(answer, list) else [answer]:
                tick(field if value is True else form.locator(f'[name="{name}"][value="{value}"]'))
        elif kind == "select":
            field.select_option(answer)
        elif kind == "file":
            field.set_input_files([str(path) for path in answer])
        else:
            field.fill(str(answer))


def tick(box: Locator) -> None:
    """Choose a radio button or tick a box by its label: the button itself may be drawn by the style sheet alone."""
    if not box.is_checked():
        label = box.locator("xpath=ancestor::label")
        (label if label.count() else box).click()
    expect(box).to_be_checked()
