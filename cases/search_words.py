"""What somebody types into the search, as a question to the words of a case: pairs of Chinese signs, Latin words.

Chinese knows no spaces: 路灯不亮 is kept as 路灯 灯不 不亮, so that two signs are found through an index. The SQL
function `case_words` (migration `words_are_cut_once`) cuts a case in the same way; a test holds the two together.
"""

import re

MOST_TERMS = 5
LONGEST = 40  # the function cuts longer words too: PostgreSQL refuses a word of two kilobytes
HAN = "\u3400-\u9fff\U00020000-\U000323af"
RUNS = re.compile(f"([{HAN}]+)|([a-z0-9]+)")
ASCII_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


def terms(text: str) -> list[str]:
    """Return what has to be found, all of it: the words between the spaces, without those that hold nothing."""
    return [term for term in text.split() if question(term)][:MOST_TERMS]


def question(term: str) -> str:
    """Return a term as a tsquery: 路灯坏 → '路灯' & '灯坏'; a single sign and a Latin word may be a beginning."""
    asked = []
    for han, latin in RUNS.findall(term.translate(ASCII_LOWER)):
        if latin:
            asked.append(f"'{latin[:LONGEST]}':*")
        elif len(han) == 1:
            asked.append(f"'{han}':*")
        else:
            asked += [f"'{han[at : at + 2]}'" for at in range(len(han) - 1)]
    return " & ".join(dict.fromkeys(asked))
