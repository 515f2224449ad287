"""Makes codes that are unique without asking the database, short enough to be read over the telephone."""

import secrets

# No I, L, O, U, Z, so that a code survives handwriting and a bad line; 31 letters, because a prime
# number of them lets one weighted sum notice every single wrong letter and every swapped pair.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "Z": "2"})


def random_code(length: int) -> str:
    """`length` random characters of the alphabet, almost 5 bits each."""
    drawn, letters = secrets.randbelow(len(ALPHABET) ** length), []
    for _ in range(length):
        drawn, place = divmod(drawn, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def check_character(body: str) -> str:
    """One character that changes with any single wrong or swapped character (weighted sum modulo 31)."""
    total = sum(place * _VALUE[letter] for place, letter in enumerate(body, 1))
    return ALPHABET[total % 31]


def dated_code(year: int) -> str:
    """A public number such as `26-7K3M-9Q2T`: year, 34 random bits, one check character."""
    body = f"{year % 100:02d}" + random_code(7)
    return f"{body[:2]}-{body[2:6]}-{body[6:]}{check_character(body)}"


def clean_code(typed: str) -> str:
    """The code a person meant: upper case, look-alikes replaced, dashes where they belong.

    Raises ValueError with a sentence when the length or the check character is wrong.
    """
    letters = "".join(c for c in typed.upper().translate(_CONFUSED) if c in ALPHABET)
    if len(letters) != 10 or check_character(letters[:9]) != letters[9]:
        raise ValueError("This is not a valid number. Check each character.")
    return f"{letters[:2]}-{letters[2:6]}-{letters[6:]}"


def secret_token() -> str:
    """An unguessable token for secret links, 160 random bits, safe in an address."""
    return secrets.token_urlsafe(20)
