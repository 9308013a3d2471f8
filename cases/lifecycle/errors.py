"""What a verb answers when it cannot do what was asked. Doors turn these into 409, 403 and words beside fields."""


class NotPossible(Exception):
    """The case is no longer where the action starts; somebody else was faster, or it never could."""

    def __init__(self, reason: str, case=None):
        super().__init__(str(reason))
        self.reason = str(reason)
        self.case = case


class AlreadyLogged(NotPossible):
    """Another case holds this number of the same outside source."""


class NotPermitted(Exception):
    """The action exists now, but not for this person."""

    def __init__(self, reason: str):
        super().__init__(str(reason))
        self.reason = str(reason)


class Incomplete(Exception):
    """Something the action needs is missing or wrong: a message for each field."""

    def __init__(self, errors: dict[str, str]):
        super().__init__(", ".join(errors))
        self.errors = errors
