"""English sentences with their French, made by a grammar of our own: small, and right in every sentence.

A sentence is built once, as subject, verb, object and so on, and then said in both languages, so nothing is looked up
and nothing downloaded. The French obeys what learners of French are taught:

* elision before a vowel or a mute h (l'ami, j'aime, n'attend, qu'il, d'histoires), none before an aspirated h (le
  héros);
* du, des, au, aux for de and à with le and les;
* adjectives agree with their noun and stand before or behind it; bel, nouvel, vieil before a vowel; cet, mon;
* ne ... pas around the verb, and "de" for un, une, des behind it;
* plurals such as chevaux, journaux, hiboux, spéciaux, and "de" for des before an adjective (de vieux amis).

Two conventions make every translation the only right one: "you" is "vous", and "they" is "ils". Numbers and dates are
pairs, too; `numerals` says them. A sentence is a str of tokens with blanks between them. A token that ends in an
apostrophe or a hyphen is written together with the next one: `joined("l' ami")` is "l'ami".
"""

from __future__ import annotations

import datetime
import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tutor.datasets.numerals import DAYS, MONTHS, english_date, english_number, french_date, french_number

PEOPLE, ANIMALS, THINGS = "people", "animals", "things"
LIVING = frozenset({PEOPLE, ANIMALS})
ANYTHING = frozenset({PEOPLE, ANIMALS, THINGS})

ASPIRATED = frozenset({"héros", "hibou", "hiboux", "hache", "haches"})
"""Words whose h keeps l', d' and all other elision away. Every other h here is mute."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun; `plural` and `plurals` are its plurals in English and in French."""

    english: str
    plural: str
    french: str
    plurals: str
    feminine: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective with its four French forms, and the fifth that some have before a vowel.

    Attributes:
        forms: masculine, feminine, masculine plural, feminine plural.
        before: whether it stands before the noun in French.
        of: the kinds of nouns that it is said of, and `never` the English nouns that it isn't.
    """

    english: str
    forms: tuple[str, str, str, str]
    before: bool
    of: frozenset[str]
    never: frozenset[str] = frozenset()
    before_vowel: str | None = None

    def fits(self, noun: Noun) -> bool:
        """Whether one can say it of `noun` without sounding odd."""
        return noun.kind in self.of and noun.english not in self.never


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with an object.

    Attributes:
        english: what follows "I", and what follows "she".
        forms: what follows je, elle, nous, vous, elles.
        preposition: "", "de" or "à"; it stands between verb and object in French.
        of: the kinds of nouns that can be its object, and `never` the English nouns that can't.
        indefinite: whether "a" and "some" can begin the object (one doesn't say "j'aime une pomme" of a taste).
    """

    english: tuple[str, str]
    forms: tuple[str, str, str, str, str]
    preposition: str = ""
    of: frozenset[str] = ANYTHING
    never: frozenset[str] = frozenset()
    indefinite: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with what belongs to it: "the old friends". `before` and `after` are its adjectives by place in French."""

    determiner: str  # "the", "a", "my" or "this"
    noun: Noun
    before: Adjective | None = None
    after: Adjective | None = None
    plural: bool = False

    @property
    def person(self) -> int:
        """Which form of a verb it takes: 1 as for elle, 4 as for elles."""
        return 4 if self.plural else 1


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun, and which of a verb's five forms it takes."""

    english: str
    french: str
    person: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Who does what, or does not."""

    subject: Phrase | Pronoun
    verb: Verb
    object: Phrase
    negated: bool = False


NOUNS = (
    Noun("friend", "friends", "ami", "amis", False, PEOPLE),
    Noun("child", "children", "enfant", "enfants", False, PEOPLE),
    Noun("man", "men", "homme", "hommes", False, PEOPLE),
    Noun("woman", "women", "femme", "femmes", True, PEOPLE),
    Noun("girl", "girls", "fille", "filles", True, PEOPLE),
    Noun("hero", "heroes", "héros", "héros", False, PEOPLE),
    Noun("horse", "horses", "cheval", "chevaux", False, ANIMALS),
    Noun("bird", "birds", "oiseau", "oiseaux", False, ANIMALS),
    Noun("cat", "cats", "chat", "chats", False, ANIMALS),
    Noun("owl", "owls", "hibou", "hiboux", False, ANIMALS),
    Noun("apple", "apples", "pomme", "pommes", True, THINGS),
    Noun("tree", "trees", "arbre", "arbres", False, THINGS),
    Noun("school", "schools", "école", "écoles", True, THINGS),
    Noun("hotel", "hotels", "hôtel", "hôtels", False, THINGS),
    Noun("story", "stories", "histoire", "histoires", True, THINGS),
    Noun("key", "keys", "clé", "clés", True, THINGS),
    Noun("book", "books", "livre", "livres", False, THINGS),
    Noun("newspaper", "newspapers", "journal", "journaux", False, THINGS),
    Noun("castle", "castles", "château", "châteaux", False, THINGS),
    Noun("axe", "axes", "hache", "haches", True, THINGS),
)

ADJECTIVES = (
    # "petit ami" is a boyfriend, and "grand homme" a great man
    Adjective("small", ("petit", "petite", "petits", "petites"), True, ANYTHING, frozenset({"friend"})),
    Adjective("big", ("grand", "grande", "grands", "grandes"), True, frozenset({ANIMALS, THINGS})),
    Adjective("beautiful", ("beau", "belle", "beaux", "belles"), True, ANYTHING, before_vowel="bel"),
    Adjective("new", ("nouveau", "nouvelle", "nouveaux", "nouvelles"), True, ANYTHING, before_vowel="nouvel"),
    Adjective("old", ("vieux", "vieille", "vieux", "vieilles"), True, ANYTHING, before_vowel="vieil"),
    Adjective("young", ("jeune", "jeune", "jeunes", "jeunes"), True, LIVING),
    Adjective(
        "white",
        ("blanc", "blanche", "blancs", "blanches"),
        False,
        frozenset({ANIMALS, THINGS}),
        frozenset({"apple", "story", "newspaper"}),
    ),
    Adjective(
        "green",
        ("vert", "verte", "verts", "vertes"),
        False,
        frozenset({ANIMALS, THINGS}),
        frozenset({"horse", "cat", "owl", "story", "newspaper", "castle"}),
    ),
    Adjective("French", ("français", "française", "français", "françaises"), False, ANYTHING),
    Adjective("strange", ("étrange", "étrange", "étranges", "étranges"), False, ANYTHING),
    Adjective("happy", ("heureux", "heureuse", "heureux", "heureuses"), False, LIVING),
    Adjective("special", ("spécial", "spéciale", "spéciaux", "spéciales"), False, frozenset({ANIMALS, THINGS})),
)
SECOND = frozenset({"white", "green", "French"})
"""Adjectives that may follow another one: "the small white cat", "le petit chat blanc"."""

VERBS = (
    Verb(("see", "sees"), ("vois", "voit", "voyons", "voyez", "voient")),
    Verb(("like", "likes"), ("aime", "aime", "aimons", "aimez", "aiment"), indefinite=False),
    Verb(("look for", "looks for"), ("cherche", "cherche", "cherchons", "cherchez", "cherchent")),
    Verb(("find", "finds"), ("trouve", "trouve", "trouvons", "trouvez", "trouvent")),
    Verb(
        ("know", "knows"),
        ("connais", "connaît", "connaissons", "connaissez", "connaissent"),
        never=frozenset({"apple", "key", "axe"}),
    ),
    Verb(
        ("wait for", "waits for"),
        ("attends", "attend", "attendons", "attendez", "attendent"),
        of=LIVING,
    ),
    Verb(("talk about", "talks about"), ("parle", "parle", "parlons", "parlez", "parlent"), preposition="de"),
    Verb(("think of", "thinks of"), ("pense", "pense", "pensons", "pensez", "pensent"), preposition="à"),
)

PRONOUNS = (
    Pronoun("I", "je", 0),
    Pronoun("he", "il", 1),
    Pronoun("she", "elle", 1),
    Pronoun("we", "nous", 2),
    Pronoun("you", "vous", 3),
    Pronoun("they", "ils", 4),
)

DETERMINERS = ("the", "a", "my", "this")
CONJUNCTIONS = {"and": "et", "but": "mais", "because": "parce que", "when": "quand", "if": "si"}

_NAMES = {name.lower(): name for name in ["I", "French", *MONTHS, *DAYS]}

HELD_OUT = frozenset(
    {
        ("friend", "old"), ("child", "new"), ("man", "beautiful"), ("woman", "young"), ("girl", "happy"),
        ("hero", "old"), ("hero", "French"), ("horse", "white"), ("horse", "new"), ("bird", "beautiful"),
        ("bird", "small"), ("cat", "strange"), ("cat", "young"), ("owl", "big"), ("owl", "happy"),
        ("apple", "green"), ("tree", "new"), ("tree", "special"), ("school", "beautiful"), ("school", "white"),
        ("hotel", "old"), ("story", "strange"), ("key", "small"), ("key", "new"), ("book", "big"),
        ("book", "green"), ("newspaper", "special"), ("castle", "French"), ("castle", "beautiful"), ("axe", "old"),
    }
)  # fmt: skip
"""Thirty pairs of noun and adjective that no sentence to learn from, and none of the plain test, has together."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sentences with their translations, each a pair (English, French) of tokens with blanks between.

    Attributes:
        train: to learn from.
        test: none of them is in `train`.
        unseen: each has a noun with an adjective that `train` never puts together; empty for numbers and dates.
    """

    train: tuple[tuple[str, str], ...]
    test: tuple[tuple[str, str], ...]
    unseen: tuple[tuple[str, str], ...] = ()


def load(clauses: int = 2, train: int = 7500, test: int = 500, unseen: int = 500, *, seed: int = 0) -> Pairs:
    """Sentences of one or two clauses; the same numbers give the same sentences, and no sentence comes twice.

    Raises:
        ValueError: `clauses` is neither 1 nor 2.
    """
    if clauses not in (1, 2):
        raise ValueError(f"a sentence has 1 or 2 clauses here, not {clauses}")
    chance = random.Random(1000 * seed + clauses)
    known: set[str] = set()

    def draw(count: int, wanted: Callable[[Sequence[Clause]], bool]) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        while len(found) < count:
            parts, conjunction = [draw_clause(chance) for _ in range(clauses)], chance.choice([*CONJUNCTIONS])
            if not wanted(parts):
                continue
            pair = english(parts, conjunction), french(parts, conjunction)
            if pair[0] not in known:
                known.add(pair[0])
                found.append(pair)
        return tuple(found)

    plain = draw(train + test, lambda parts: not _has_held_out(parts))
    return Pairs(plain[:train], plain[train:], draw(unseen, _has_held_out))


def numbers(train: int = 5000, test: int = 500, *, seed: int = 0) -> Pairs:
    """Numbers from 0 to 99,999 in words. Most are long; of the few short ones some are kept for the test, too."""
    chance = random.Random(seed)
    ranges = [(1, 100), (100, 1000), (1000, 10_000), (10_000, 100_000)]
    drawn: dict[int, None] = {}
    while len(drawn) < train + test - 1:
        low, high = chance.choices(ranges, weights=[1, 2, 5, 8])[0]
        drawn[chance.randrange(low, high)] = None
    order = [*drawn]
    chance.shuffle(order)
    pairs = [(english_number(n), french_number(n)) for n in [0, *order]]  # "zero" stands in no other number
    return Pairs(tuple(pairs[:train]), tuple(pairs[train:]))


def dates(train: int = 2500, test: int = 500, *, seed: int = 0) -> Pairs:
    """Days from 1700 to 2099, half of them with their weekday."""
    chance = random.Random(seed)
    first, last = datetime.date(1700, 1, 1).toordinal(), datetime.date(2099, 12, 31).toordinal()
    found: dict[tuple[str, str], None] = {}
    while len(found) < train + test:
        day, weekday = datetime.date.fromordinal(chance.randint(first, last)), chance.random() < 0.5
        found[english_date(day, weekday=weekday), french_date(day, weekday=weekday)] = None
    pairs = [*found]
    return Pairs(tuple(pairs[:train]), tuple(pairs[train:]))


# ----------------------------------------------------------------------------------------- writing


def joined(sentence: str) -> str:
    """Tokens as they are written: "l' ami" becomes "l'ami", "vingt- deux" becomes "vingt-deux"."""
    return re.sub(r"(?<=['-]) ", "", sentence)


def written(sentence: str) -> str:
    """The same with a capital at the beginning and a full stop at the end."""
    line = joined(sentence)
    return f"{line[:1].upper()}{line[1:]}."


def tokens(typed: str) -> str:
    """What somebody typed in English, as tokens: lower case but for names, without punctuation, "don't" in full."""
    line = unicodedata.normalize("NFC", typed).replace("’", "'").lower()
    line = re.sub(r"\bcan't\b", "can not", line)
    line = re.sub(r"n't\b", " not", line)
    line = re.sub(r"(?<=\w)-(?=\w)", "- ", line)
    return " ".join(_NAMES.get(word, word) for word in re.findall(r"\w+(?:'\w+)?-?", line))


# --------------------------------------------------------------------------------------- sentences


def english(clauses: Sequence[Clause], conjunction: str) -> str:
    """One clause, or two with the conjunction between them, in English."""
    return " ".join(f" {conjunction} ".join(_english_clause(clause) for clause in clauses).split())


def french(clauses: Sequence[Clause], conjunction: str) -> str:
    """The same in French."""
    said = french_clause(clauses[0])
    for clause in clauses[1:]:
        following = french_clause(clause)
        *start, last = CONJUNCTIONS[conjunction].split()
        said = [*said, *start, elided(last, following[0]), *following]
    return " ".join(said)


def french_clause(clause: Clause) -> list[str]:
    """Subject, verb and object, with ne and pas around the verb."""
    subject, verb = clause.subject, clause.verb
    form = verb.forms[subject.person]
    said = [elided("ne", form), form, "pas"] if clause.negated else [form]
    begin = [elided(subject.french, said[0])] if isinstance(subject, Pronoun) else french_phrase(subject)
    return [*begin, *said, *french_phrase(clause.object, verb.preposition, negated=clause.negated)]


def french_phrase(phrase: Phrase, preposition: str = "", *, negated: bool = False) -> list[str]:
    """Determiner, adjectives and noun, behind a preposition or none; `negated`: it is the object of ne ... pas."""
    core = french_core(phrase)
    determiner = french_determiner(phrase, core[0])
    if phrase.determiner == "a":
        if negated and not preposition:  # je vois une pomme, je ne vois pas de pomme
            return [elided("de", core[0]), *core]
        if preposition == "de" and phrase.plural:  # de with des is de alone: il parle d'amis
            return [elided("de", core[0]), *core]
    if (preposition, determiner) in CONTRACTED:
        return [CONTRACTED[preposition, determiner], *core]
    said = [determiner, *core]
    return [elided(preposition, determiner), *said] if preposition else said


CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}


def french_core(phrase: Phrase) -> list[str]:
    """Adjective, noun, adjective, without a determiner."""
    noun = phrase.noun
    word = noun.plurals if phrase.plural else noun.french
    core = [word]
    if phrase.before:
        form = agreed(phrase.before, noun, phrase.plural)
        if phrase.before.before_vowel and not (noun.feminine or phrase.plural) and vowel_sound(word):
            form = phrase.before.before_vowel
        core.insert(0, form)
    if phrase.after:
        core.append(agreed(phrase.after, noun, phrase.plural))
    return core


def french_determiner(phrase: Phrase, following: str) -> str:
    """The determiner before the word `following`, which may be an adjective: mon école, ma vieille école."""
    feminine, vowel = phrase.noun.feminine, vowel_sound(following)
    if phrase.determiner == "the":
        return "les" if phrase.plural else elided("la" if feminine else "le", following)
    if phrase.determiner == "a":
        if phrase.plural:
            return "de" if phrase.before else "des"
        return "une" if feminine else "un"
    if phrase.determiner == "my":
        return "mes" if phrase.plural else "ma" if feminine and not vowel else "mon"
    if phrase.plural:
        return "ces"
    return "cette" if feminine else "cet" if vowel else "ce"


def agreed(adjective: Adjective, noun: Noun, plural: bool) -> str:
    """The form that agrees with `noun` in gender and number."""
    return adjective.forms[2 * plural + noun.feminine]


def elided(word: str, following: str) -> str:
    """je, ne, le, la, de, que without their vowel before a vowel or a mute h; si only before il and ils."""
    if word == "si":
        return "s'" if following in ("il", "ils") else word
    return f"{word[:-1]}'" if word in _ELIDES and vowel_sound(following) else word


def vowel_sound(word: str) -> bool:
    """Whether a word begins with a vowel or a mute h."""
    first = unicodedata.normalize("NFD", word)[0]
    return first in "aeiou" or (first == "h" and word not in ASPIRATED)


_ELIDES = frozenset({"je", "ne", "le", "la", "de", "que"})


def _english_clause(clause: Clause) -> str:
    subject, (base, third) = clause.subject, clause.verb.english
    singular = subject.person == 1
    said = (("does not " if singular else "do not ") + base) if clause.negated else third if singular else base
    begin = subject.english if isinstance(subject, Pronoun) else _english_phrase(subject)
    return f"{begin} {said} {_english_phrase(clause.object, negated=clause.negated)}"


def _english_phrase(phrase: Phrase, *, negated: bool = False) -> str:
    words = [word.english for word in (phrase.before, phrase.after) if word]
    words.append(phrase.noun.plural if phrase.plural else phrase.noun.english)
    determiner = phrase.determiner
    if determiner == "a":
        determiner = ("any" if negated else "some") if phrase.plural else "an" if words[0][0] in "aeiou" else "a"
    if determiner == "this" and phrase.plural:
        determiner = "these"
    return " ".join([determiner, *words])


# ------------------------------------------------------------------------------- drawing at random


def draw_clause(chance: random.Random) -> Clause:
    """A clause that makes sense, more or less."""
    verb, negated = chance.choice(VERBS), chance.random() < 0.3
    subject: Phrase | Pronoun = chance.choice(PRONOUNS)
    if chance.random() < 0.6:
        subject = _draw_phrase(chance, [noun for noun in NOUNS if noun.kind in LIVING], DETERMINERS)
    taken = subject.noun if isinstance(subject, Phrase) else None
    nouns = [noun for noun in NOUNS if noun.kind in verb.of and noun.english not in verb.never and noun is not taken]
    target = _draw_phrase(chance, nouns, DETERMINERS if verb.indefinite else ("the", "my", "this"))
    if target.determiner == "a" and target.plural and negated and verb.preposition:  # "not of any" is another sentence
        negated = False
    return Clause(subject, verb, target, negated)


def _draw_phrase(chance: random.Random, nouns: Sequence[Noun], determiners: Sequence[str]) -> Phrase:
    noun, determiner, plural = chance.choice(nouns), chance.choice(determiners), chance.random() < 0.4
    fitting = [adjective for adjective in ADJECTIVES if adjective.fits(noun)]
    before = after = None
    if chance.random() < 0.65:
        first = chance.choice(fitting)
        before, after = (first, None) if first.before else (None, first)
        seconds = [adjective for adjective in fitting if adjective.english in SECOND]
        if before and seconds and chance.random() < 0.2:
            after = chance.choice(seconds)
    return Phrase(determiner, noun, before, after, plural)


def _has_held_out(clauses: Sequence[Clause]) -> bool:
    phrases = [part for clause in clauses for part in (clause.subject, clause.object) if isinstance(part, Phrase)]
    return any(
        (phrase.noun.english, adjective.english) in HELD_OUT
        for phrase in phrases
        for adjective in (phrase.before, phrase.after)
        if adjective
    )
